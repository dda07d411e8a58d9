// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.figure.Curve;
import org.semlink.testbench.report.figure.CurveFigure;
import org.semlink.testbench.report.figure.Figure;
import org.semlink.testbench.report.figure.Scale;

/** Distortion against perception: each scheme's way through the plane of LPIPS and PSNR as its link gets better (Blau and Michaeli, 2018). */
final class PlaneChart implements Chart {

    @Override
    public String name() {
        return "perception";
    }

    @Override
    public String caption() {
        return "Each point is one level of the link; a better link leads up and to the left. A scheme whose line lies left of another looks better at "
                + "the same distortion.";
    }

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        List<Curve> curves = new ArrayList<>();
        for (Layout.Series series : panel.series()) {
            List<Curve.Point> points = new ArrayList<>();
            for (Cell cell : series.cells()) {
                double psnr = cell.average(Quality.PSNR.of(Metric.DENOISED));
                double lpips = cell.average(Quality.LPIPS.of(Metric.DENOISED));
                if (Double.isFinite(psnr) && Double.isFinite(lpips)) {
                    points.add(Curve.Point.of(lpips, psnr, String.format(Locale.ROOT, "%s\nPSNR %.2f dB, LPIPS %.4f\nat %s dB", series.label(), psnr,
                            lpips, Scale.plain(study.layout().x(cell), 4))));
                }
            }
            if (!points.isEmpty()) {
                curves.add(new Curve(series.id(), series.label(), Curve.Kind.MEASURED, series.number(), points));
            }
        }
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name(), "Distortion against perception", "LPIPS, lower is better",
                Quality.PSNR.axis(), false, curves));
    }
}
