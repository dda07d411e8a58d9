// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.image.BufferedImage;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.knowm.xchart.XYChart;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.testbench.line.TrialResult;

/**
 * Power spectra of the first burst as sent, where it is known, and of the first samples as received, by Welch's method (1967): Hann windows of
 * {@value #SIZE} samples, half overlapping, averaged; dB relative to full scale per bin.
 */
public final class SpectrumPlot implements LinkPlot {

    private static final int SIZE = 512;

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
        if (iq.length() < SIZE) {
            return;
        }
        double[] power = welch(iq);
        double[] frequency = new double[SIZE];
        double[] level = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            frequency[k] = (k - SIZE / 2) * iq.sampleRateHz() / SIZE / 1e3;
            level[k] = Snr.toDb(Math.max(1e-14, power[(k + SIZE / 2) % SIZE]));
        }
        Charts.line(chart, name, frequency, level, color);
    }

    /** Mean power per transform bin; a sine of full scale in one bin's middle gives 1. */
    static double[] welch(Iq iq) {
        double[] power = new double[SIZE];
        double[] window = new double[SIZE];
        double gain = 0;
        for (int i = 0; i < SIZE; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE);
            gain += window[i];
        }
        int segments = 0;
        double[] re = new double[SIZE];
        double[] im = new double[SIZE];
        for (int start = 0; start + SIZE <= iq.length(); start += SIZE / 2, segments++) {
            for (int i = 0; i < SIZE; i++) {
                re[i] = iq.samples()[2 * (start + i)] * window[i] / gain;
                im[i] = iq.samples()[2 * (start + i) + 1] * window[i] / gain;
            }
            FastFourierTransformer.transformInPlace(new double[][] {re, im}, DftNormalization.STANDARD, TransformType.FORWARD);
            for (int k = 0; k < SIZE; k++) {
                power[k] += re[k] * re[k] + im[k] * im[k];
            }
        }
        for (int k = 0; k < SIZE; k++) {
            power[k] /= segments;
        }
        return power;
    }
}
