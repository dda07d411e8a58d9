// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.semlink.common.Snr;
import org.semlink.testbench.line.TrialResult;

/**
 * SNR along the payload: what the receiver predicts from its noise map, and, where it is known what was sent, what the errors turned out to
 * be, both as means of noise power over blocks of symbols (at most {@value #BLOCKS} blocks). The two lines agree when the noise map is
 * true; a gap is a lost burst.
 */
public final class SnrPlot implements LinkPlot {

    private static final int BLOCKS = 300;
    private static final int SMALLEST = 48;

    @Override
    public String fileName() {
        return "snr.png";
    }

    @Override
    public BufferedImage draw(TrialResult result) {
        XYChart chart = Charts.chart("SNR along the payload: " + result.label(), "payload symbol", "SNR, dB", 900, 480);
        Optional<float[]> known = result.truth().map(truth -> truth.transmission().mapped().symbols());
        var received = result.reception().reassembly().symbols();
        int block = Math.max(SMALLEST, received.length() / BLOCKS);
        Points predicted = new Points();
        Points measured = new Points();
        for (int start = 0; start < received.length(); start += block) {
            int end = Math.min(start + block, received.length());
            double noise = 0;
            double error = 0;
            for (int j = start; j < end; j++) {
                noise += received.noiseVariance()[j];
                float[] sent = known.orElse(received.symbols());
                error += square(received.symbols()[2 * j] - sent[2 * j]) + square(received.symbols()[2 * j + 1] - sent[2 * j + 1]);
            }
            double middle = (start + end) / 2.0;
            boolean lost = Double.isInfinite(noise) || noise == 0;
            predicted.add(middle, lost ? Double.NaN : Snr.toDb((end - start) / noise));
            measured.add(middle, lost || error == 0 ? Double.NaN : Snr.toDb((end - start) / error));
        }
        if (result.detected()) {
            if (known.isPresent()) {
                Charts.line(chart, "measured from the known symbols", measured.x(), measured.y(), Charts.GREY);
            }
            Charts.line(chart, "predicted by the receiver", predicted.x(), predicted.y(), Charts.BLUE);
        }
        return Charts.render(chart);
    }

    private static double square(double x) {
        return x * x;
    }
}
