// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.semlink.testbench.report.chart.Chart;
import org.semlink.testbench.report.chart.Charts;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.Xml;

/** The sections that are figures over an abscissa. */
final class FigureSections {

    /** Panels that a page can hold; a grid with more is better split into experiments. */
    static final int MOST_PANELS = 40;

    private final Study study;
    private final FigureBook book;

    FigureSections(Study study, FigureBook book) {
        this.study = study;
        this.book = book;
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("quality", "Quality", "Distortion and perception",
                "<p>Bands are 95 % intervals over pictures: bootstrap from 10 pictures on, Student\u2019s t below; under 5 "
                        + "they are so wide that only tips and table have them. "
                        + "Dotted: the codec\u2019s own round trip without a channel, which no link can beat. "
                        + "Dashed and thin: the same codec over the same link, with linear MMSE shrinkage in place of the network.</p>\n"
                        + "<p class=\"note\">Point at a value to read it; press a key of a legend to hide its curves.</p>\n"
                        + perceptionNote() + panels(Charts.QUALITY)));
        sections.add(new Section("cliff", "Cliff", "Digital cliff against graceful decay", panels(Charts.CLIFF)));
        sections.add(new Section("rate", "Rate", "Quality over rate", rate()));
        sections.add(new Section("latent", "Latent", "Error of the latent", panels(Charts.LATENT)));
        sections.add(new Section("health", "Link", "Health of the link", counters() + panels(Charts.HEALTH)));
        return sections;
    }

    private List<Layout.Panel> shown() {
        List<Layout.Panel> panels = study.layout().panels();
        return panels.subList(0, Math.min(MOST_PANELS, panels.size()));
    }

    /** What chooses among panels; nothing for a single one. */
    String chooser() {
        if (study.layout().panels().size() < 2) {
            return "";
        }
        return "<label>Shown: <select id=\"panel\">" + shown().stream().map(p -> "<option>" + Xml.escape(p.title()) + "</option>")
                .collect(Collectors.joining()) + "</select></label>";
    }

    private String panels(List<Chart> charts) {
        StringBuilder html = new StringBuilder();
        boolean single = study.layout().panels().size() < 2;
        boolean any = false;
        for (Layout.Panel panel : shown()) {
            StringBuilder figures = new StringBuilder();
            charts.forEach(chart -> figures.append(book.add(chart, study, panel)));
            any |= figures.length() > 0;
            String body = figures.length() == 0 ? "<p class=\"note\">No trial has a value for these figures.</p>\n" : "<div class=\"figures\">\n" + figures
                    + "</div>\n";
            html.append(single ? body : "<div data-panel=\"" + Xml.escape(panel.title()) + "\">\n<h3>" + Xml.escape(panel.title()) + "</h3>\n" + body
                    + "</div>\n");
        }
        html.append(notDrawn(study));
        return any ? html.toString() : "<p class=\"note\">No trial has a value for these figures.</p>\n";
    }

    private static String notDrawn(Study study) {
        int left = study.layout().panels().size() - MOST_PANELS;
        return left <= 0 ? "" : "<p class=\"note\">" + left + " more combinations of axes are not drawn; the table has them.</p>\n";
    }

    private String rate() {
        Study overRates = new Study(study.results(), Layout.overRates(study.results()));
        if (overRates.layout().panels().isEmpty()) {
            return "<p class=\"note\">All trials used the same bandwidth ratio: there is no curve over it. Schemes with other ratios in the experiment "
                    + "make one.</p>\n";
        }
        StringBuilder figures = new StringBuilder();
        overRates.layout().panels().stream().limit(MOST_PANELS)
                .forEach(panel -> Charts.RATE.forEach(chart -> figures.append(book.add(chart, overRates, panel))));
        return "<p>k/n counts the payload\u2019s complex symbols per source value (3 \u00d7 width \u00d7 height); the table has it with all overhead. Dotted and "
                + "dashed as above.</p>\n<div class=\"figures\">\n" + figures + "</div>\n" + notDrawn(overRates);
    }

    /** LPIPS is what can be missing everywhere; the reader must hear it before looking for the figure. */
    private String perceptionNote() {
        Results.Missing missing = study.results().missing().get(Quality.LPIPS.of(Metric.DENOISED));
        return missing == null ? "" : "<p class=\"note\">LPIPS is missing in " + missing.count() + " of " + study.results().done() + " trials: "
                + Xml.escape(missing.reason()) + ".</p>\n";
    }

    private String counters() {
        Map<String, Double> counts = new LinkedHashMap<>();
        for (String counter : Metric.COUNTERS) {
            counts.put(counter.substring("link.".length()).replace('_', ' '),
                    study.results().cells().stream().mapToDouble(cell -> Statistics.sum(cell, counter)).sum());
        }
        return "<p>Over all trials: " + counts.entrySet().stream().map(e -> Math.round(e.getValue()) + " " + e.getKey()).collect(Collectors.joining(", "))
                + ".</p>\n";
    }
}
