// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.image.BufferedImage;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.semlink.common.Snr;
import org.semlink.radio.waveform.LinkState;
import org.semlink.testbench.line.TrialResult;

/** Magnitude of the estimated channel over frequency, for the first and the last burst that arrived. */
public final class ChannelPlot implements LinkPlot {

    @Override
    public String fileName() {
        return "channel.png";
    }

    @Override
    public BufferedImage draw(TrialResult result) {
        List<LinkState> links = result.reception().reassembly().links();
        String title = links.isEmpty() ? "Channel: nothing arrived" : "Estimated channel: " + result.label();
        XYChart chart = Charts.chart(title, "frequency from the carrier, kHz", "gain, dB", 900, 480);
        DoubleSummaryStatistics levels = new DoubleSummaryStatistics();
        if (!links.isEmpty()) {
            add(chart, "first burst", links.get(0), Charts.BLUE, levels);
        }
        if (links.size() > 1) {
            add(chart, "last burst", links.get(links.size() - 1), Charts.ORANGE, levels);
        }
        if (levels.getCount() > 0) {
            // A flat channel must look flat, not like its rounding errors.
            double middle = (levels.getMin() + levels.getMax()) / 2;
            double half = Math.max(1.5, 0.55 * (levels.getMax() - levels.getMin()));
            chart.getStyler().setYAxisMin(middle - half);
            chart.getStyler().setYAxisMax(middle + half);
        }
        return Charts.render(chart);
    }

    private static void add(XYChart chart, String name, LinkState link, java.awt.Color color,
            DoubleSummaryStatistics levels) {
        float[] channel = link.channel();
        double[] offsets = link.carrierOffsetsHz();
        double[] x = new double[offsets.length];
        double[] y = new double[offsets.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = offsets[k] / 1e3;
            double power = (double) channel[2 * k] * channel[2 * k] + (double) channel[2 * k + 1] * channel[2 * k + 1];
            y[k] = Snr.toDb(Math.max(1e-14, power));
            levels.accept(y[k]);
        }
        Charts.line(chart, name, x, y, color);
    }
}
