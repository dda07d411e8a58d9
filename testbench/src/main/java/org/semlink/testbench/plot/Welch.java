// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.semlink.radio.Iq;

/** Power spectra by Welch's method (1967): Hann windows of {@value #SIZE} samples, half overlapping, averaged. */
public final class Welch {

    /** Transform bins, and the fewest samples that have a spectrum. */
    public static final int SIZE = 512;

    private Welch() {
    }

    /** Mean power per transform bin, bin 0 at the carrier; a sine of full scale in one bin's middle gives 1. */
    public static double[] power(Iq iq) {
        return power(iq, 0, iq.length());
    }

    /** As {@link #power(Iq)}, of {@code count} samples from {@code from} on, at least {@value #SIZE}. */
    public static double[] power(Iq iq, int from, int count) {
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
        for (int start = from; start + SIZE <= from + count; start += SIZE / 2, segments++) {
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
