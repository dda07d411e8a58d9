// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.testbench.line.TrialResult;

/**
 * Power spectra ({@link Welch}) of the first burst as sent, where it is known, and of the first samples as received, dB relative to full scale
 * per bin.
 */
public final class SpectrumPlot implements LinkPlot {

    @Override
    public String fileName() {
        return "spectrum.png";
    }

    @Override
    public BufferedImage draw(TrialResult result) {
        XYChart chart = Charts.chart("Spectrum: " + result.label(), "frequency from the carrier, kHz", "power per bin, dBFS", 900, 480);
        add(chart, "received", result.capture(), Charts.BLUE);
        result.truth().ifPresent(truth -> add(chart, "sent", truth.transmission().bursts().get(0), Charts.ORANGE));
        return Charts.render(chart);
    }

    private static void add(XYChart chart, String name, Iq iq, java.awt.Color color) {
        if (iq.length() < Welch.SIZE) {
            return;
        }
        double[] power = Welch.power(iq);
        double[] frequency = new double[Welch.SIZE];
        double[] level = new double[Welch.SIZE];
        for (int k = 0; k < Welch.SIZE; k++) {
            frequency[k] = (k - Welch.SIZE / 2) * iq.sampleRateHz() / Welch.SIZE / 1e3;
            level[k] = Snr.toDb(Math.max(1e-14, power[(k + Welch.SIZE / 2) % Welch.SIZE]));
        }
        Charts.line(chart, name, frequency, level, color);
    }
}
