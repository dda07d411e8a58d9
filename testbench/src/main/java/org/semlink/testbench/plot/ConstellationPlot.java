// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.semlink.testbench.line.TrialResult;

/** Received payload symbols after equalisation over those that were sent, where they are known; at most {@value #MOST} of them, evenly picked. */
public final class ConstellationPlot implements LinkPlot {

    private static final int MOST = 3000;

    @Override
    public String fileName() {
        return "constellation.png";
    }

    @Override
    public BufferedImage draw(TrialResult result) {
        XYChart chart = Charts.chart("Payload symbols: " + result.label(), "in phase", "quadrature", 640, 680);
        var received = result.reception().reassembly().symbols();
        int step = Math.max(1, received.length() / MOST);
        Points in = new Points();
        Points out = new Points();
        for (int j = 0; j < received.length(); j += step) {
            if (received.noiseVariance()[j] < Float.POSITIVE_INFINITY) {
                in.add(received.symbols()[2 * j], received.symbols()[2 * j + 1]);
            }
        }
        if (in.size() > 0) {
            Charts.dots(chart, "received", in.x(), in.y(), new Color(0x1f, 0x6f, 0xb4, 0x90));
        }
        result.truth().map(truth -> truth.transmission().mapped().symbols()).ifPresent(sent -> {
            for (int j = 0; j < received.length(); j += step) {
                out.add(sent[2 * j], sent[2 * j + 1]);
            }
            Charts.dots(chart, "sent", out.x(), out.y(), new Color(0xe0, 0x6c, 0x1f, 0x90));
        });
        double side = 4;
        chart.getStyler().setXAxisMin(-side).setXAxisMax(side).setYAxisMin(-side).setYAxisMax(side);
        return Charts.render(chart);
    }
}
