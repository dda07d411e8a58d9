// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.semlink.testbench.report.chart.Chart;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.figure.Figure;
import org.semlink.testbench.report.figure.SvgCanvas;
import org.semlink.testbench.report.figure.Xml;

/** The figures of a report, each under the name that its files will have. */
final class FigureBook {

    private final Map<String, Figure> figures = new LinkedHashMap<>();

    /** The HTML of a chart of a panel; nothing where it has no values. */
    String add(Chart chart, Study study, Layout.Panel panel) {
        Optional<Figure> figure = chart.draw(study, panel);
        return figure.map(f -> add(name(chart.name(), panel.title()), f, chart.caption())).orElse("");
    }

    private String add(String name, Figure figure, String caption) {
        figures.put(name, figure);
        return "<figure data-name=\"" + Xml.escape(name) + "\">\n" + SvgCanvas.draw(figure) + "<figcaption>" + Xml.escape(caption)
                + "</figcaption>\n</figure>\n";
    }

    /** A figure without a caption of its own. */
    String plain(Figure figure) {
        figures.put(name(figure.name(), ""), figure);
        return SvgCanvas.draw(figure);
    }

    /** Lower case, hyphens, and not taken yet. */
    private String name(String first, String second) {
        String base = (first + " " + second).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        String name = base;
        for (int i = 2; figures.containsKey(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    /** All of them by name, in the order of the page. */
    Map<String, Figure> figures() {
        return Collections.unmodifiableMap(figures);
    }
}
