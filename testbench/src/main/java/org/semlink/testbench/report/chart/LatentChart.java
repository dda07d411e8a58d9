// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.Optional;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.Curve;
import org.semlink.testbench.report.figure.CurveFigure;
import org.semlink.testbench.report.figure.Figure;

/** Normalised error of the latent, before any decoder, against OPTA and linear shrinkage. */
final class LatentChart implements Chart {

    @Override
    public String name() {
        return "latent-error";
    }

    @Override
    public String caption() {
        return "Errors are averaged as power, then shown in dB. Dotted: OPTA of a white Gaussian latent, D = (1 + \u03b3)\u207b\u02b3, with the true \u03b3 of "
                + "each trial and the bandwidth ratio r times the model\u2019s own; drawn where a trial at its own ratio, r = 1, tells which that is. "
                + "Real latents are not white: what lies below that line is what power allocation and the prior know about pictures. "
                + "At r = 1, where all symbols have the same SNR, the linear baseline lies on it. Digital schemes have no latent to err in.";
    }

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        Curves curves = new Curves(study.layout(), panel, " dB").measured(s -> study.kind(s).hasLatent(),
                cell -> cell.meanOfLevels(Metric.latentError(Metric.DENOISED)), "%.2f dB")
                .companion(Curve.Kind.BOUND, "OPTA, white Gaussian latent", s -> study.kind(s).hasLatent(),
                        cell -> Statistics.leastLatentErrorDb(cell, study.results().shareOfOwnRatio(cell)))
                .companion(Curve.Kind.BASELINE, "linear baseline", s -> study.kind(s) == Kind.MODEL,
                        cell -> cell.averageLevel(Metric.latentError(Metric.LINEAR)));
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name(), "Latent error", study.layout().abscissa(),
                "NMSE of the latent, dB (lower is better)", false, curves.list()));
    }
}
