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

/** What the diffusion itself is worth: PSNR over what a straight line makes of the same received symbols. */
final class GainChart implements Chart {

    @Override
    public String name() {
        return "gain";
    }

    @Override
    public String caption() {
        return "Mean of the per-image differences, denoised minus linear MMSE shrinkage of the same received symbols. Below 0 the network does harm.";
    }

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        Curves curves = new Curves(study.layout(), panel, " dB").measured(s -> study.kind(s) == Kind.MODEL,
                cell -> cell.meanDifference(Quality.PSNR.of(Metric.DENOISED), Quality.PSNR.of(Metric.LINEAR)), "%+.2f dB")
                .companion(Curve.Kind.BASELINE, "no gain", s -> study.kind(s) == Kind.MODEL, cell -> 0);
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name(), "PSNR gain over the linear baseline", study.layout().abscissa(),
                "gain in PSNR, dB", false, curves.list()));
    }
}
