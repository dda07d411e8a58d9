// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import org.semlink.radio.Iq;
import org.semlink.radio.waveform.Fft;

/** Power spectra by Welch's method (1967): Hann windows of {@value #SIZE} samples, half overlapping, averaged. */
public final class Welch {

    /** Transform bins, and the fewest samples that have a spectrum. */
    public static final int SIZE = 512;

    private static final Fft TRANSFORM = new Fft(SIZE);
    private static final float[] HANN = hann();

    private Welch() {
    }

    /** Mean power per transform bin, bin 0 at the carrier; a sine of full scale in one bin's middle gives 1. */
    public static double[] power(Iq iq) {
        return power(iq, 0, iq.length());
    }

    /** As {@link #power(Iq)}, of {@code count} samples from {@code from} on, at least {@value #SIZE}. */
    public static double[] power(Iq iq, int from, int count) {
        double[] power = new double[SIZE];
        int segments = 0;
        float[] x = new float[2 * SIZE];
        for (int start = from; start + SIZE <= from + count; start += SIZE / 2, segments++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = iq.samples()[2 * start + i] * HANN[i / 2];
            }
            TRANSFORM.forward(x);
            for (int k = 0; k < SIZE; k++) {
                power[k] += x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1];
            }
        }
        for (int k = 0; k < SIZE; k++) {
            power[k] /= segments;
        }
        return power;
    }

    /** Hann's window with a sum of 1. */
    private static float[] hann() {
        float[] window = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            window[i] = (float) ((1 - Math.cos(2 * Math.PI * i / SIZE)) / SIZE);
        }
        return window;
    }
}
