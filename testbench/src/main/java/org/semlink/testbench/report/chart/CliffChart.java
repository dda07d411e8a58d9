// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.Optional;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.Curve;
import org.semlink.testbench.report.figure.CurveFigure;
import org.semlink.testbench.report.figure.Figure;

/** What a user can rely on: the PSNR that nine of ten trials reach, where a code that breaks for some pictures shows its cliff. */
final class CliffChart implements Chart {

    @Override
    public String name() {
        return "cliff";
    }

    @Override
    public String caption() {
        return "The PSNR that nine of ten trials reach, with distribution-free intervals where there are enough trials; of fewer than ten trials, the worst. A digital scheme "
                + "falls off its cliff where its code breaks, and gains nothing above it; analog symbols decay gracefully. Dotted: the codec\u2019s "
                + "ceiling for the same nine of ten.";
    }

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        Curves curves = new Curves(study.layout(), panel, " dB").measured(s -> true, cell -> Statistics.lowestTenth(cell, Quality.PSNR.of(Metric.DENOISED)),
                "%.2f dB")
                .companion(Curve.Kind.BOUND, "codec ceiling", s -> true, cell -> Statistics.lowestTenth(cell, Quality.PSNR.of(Metric.CEILING)).mean().value());
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name(), "PSNR that nine of ten trials reach",
                study.layout().abscissa(), "10th percentile of per-image PSNR, dB", false, curves.list()));
    }
}
