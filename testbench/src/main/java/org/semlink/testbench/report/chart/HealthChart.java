// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.Optional;
import java.util.function.Function;
import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Estimate;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.CurveFigure;
import org.semlink.testbench.report.figure.Figure;

/**
 * Something that the receiver knows of its link, over the level of the link.
 *
 * @param name    of its files
 * @param title   above it
 * @param axis    quantity and unit
 * @param caption what to look for
 * @param format  of a value
 * @param value   of a point of the grid
 */
record HealthChart(String name, String title, String axis, String caption, String format, Function<Cell, Estimate> value) implements Chart {

    static final HealthChart LOSS = new HealthChart("loss", "Bursts lost", "bursts lost, %",
            "Bursts announced by a header but never received, of all bursts sent; Wilson\u2019s 95 % intervals.", "%.2f %%", Statistics::lossPercent);

    static final HealthChart ESTIMATE = new HealthChart("snr-error", "Error of the SNR estimate", "estimated minus true SNR, dB",
            "A bias here moves the timestep at which the diffusion starts. Only simulated radios know the truth.", "%+.3f dB",
            cell -> cell.meanDifference(Metric.SNR, Metric.TRUE_SNR));

    static final HealthChart CFO = new HealthChart("cfo", "Carrier frequency offset", "mean of the estimate, Hz",
            "As the receiver estimated and removed it.", "%.1f Hz", cell -> cell.mean(Metric.CFO));

    static final HealthChart EVM = new HealthChart("evm", "Error vector magnitude", "EVM of known symbols, %",
            "Of pilots and training after equalisation; it falls with the SNR until the radio\u2019s own impairments hold it up.", "%.2f %%",
            cell -> cell.mean(Metric.EVM));

    @Override
    public Optional<Figure> draw(Study study, Layout.Panel panel) {
        Curves curves = new Curves(study.layout(), panel, " dB").measured(s -> true, value, format);
        return curves.isEmpty() ? Optional.empty() : Optional.of(new CurveFigure(name, title, study.layout().abscissa(), axis, false, curves.list()));
    }
}
