// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.Optional;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.figure.Curve;
import org.semlink.testbench.report.figure.CurveFigure;
import org.semlink.testbench.report.figure.Figure;

/** A picture metric over the bandwidth ratio at one level of the link. */
final class RateChart implements Chart {

    private final Quality quality;

    RateChart(Quality quality) {
        this.quality = quality;
    }

    @Override
    public String name() {
        return "rate-" + quality.title().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String caption() {
        return "";
    }

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        Curves curves = new Curves(study.layout(), panel, "").measured(s -> true, cell -> cell.mean(quality.of(Metric.DENOISED)), quality.format())
                .companion(Curve.Kind.BOUND, "codec ceiling", s -> true, cell -> cell.average(quality.of(Metric.CEILING)))
                .companion(Curve.Kind.BASELINE, "linear baseline", s -> study.kind(s) == Kind.MODEL,
                        cell -> cell.average(quality.of(Metric.LINEAR)));
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name(), quality.title() + " over rate"
                + (panel.title().isEmpty() ? "" : ", " + panel.title()), study.layout().abscissa(), quality.axis(), true, curves.list()));
    }
}
