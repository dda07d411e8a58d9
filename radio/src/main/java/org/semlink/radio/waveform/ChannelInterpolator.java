// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;

/**
 * The channel between the carriers that it was estimated on: at every eighth of a carrier spacing, across the nulled centre too.
 *
 * <p>A channel whose delays lie within the prefix is band-limited over frequency; each value is the best linear estimate from its 16
 * nearest carriers under the covariance of {@link DelaySubspace}, with white errors of -90 dB allowed for. Immutable.
 */
final class ChannelInterpolator {

    /** Bins of 1/2048 of the sample rate, eight to a carrier spacing. */
    static final int FINE = 8;
    private static final int NEIGHBOURS = 16;
    private static final double ALLOWED = 1e-9;

    private final int half;
    private final int[] first;
    private final float[] weights;
    private final float[] ramp;

    /** For bins {@code -half} to {@code half}, within the used carriers. */
    ChannelInterpolator(int half) {
        this.half = half;
        int bins = 2 * half + 1;
        first = new int[bins];
        weights = new float[bins * NEIGHBOURS];
        ramp = new float[2 * bins];
        for (int i = 0; i < bins; i++) {
            double at = (i - half) / (double) FINE;
            first[i] = nearest(at);
            double[] w = weights(first[i], at);
            for (int n = 0; n < NEIGHBOURS; n++) {
                weights[i * NEIGHBOURS + n] = (float) w[n];
            }
            double phase = -2 * Math.PI * at * DelaySubspace.CENTRE / FFT;
            ramp[2 * i] = (float) Math.cos(phase);
            ramp[2 * i + 1] = (float) Math.sin(phase);
        }
    }

    /** First of the 16 used carriers around frequency {@code at}, in carrier spacings. */
    private static int nearest(double at) {
        int first = 0;
        while (first + NEIGHBOURS < CARRIERS
                && OfdmParameters.frequency(first + NEIGHBOURS) - at < at - OfdmParameters.frequency(first)) {
            first++;
        }
        return first;
    }

    private static double[] weights(int first, double at) {
        double[][] covariance = new double[NEIGHBOURS][NEIGHBOURS];
        double[] cross = new double[NEIGHBOURS];
        for (int i = 0; i < NEIGHBOURS; i++) {
            for (int j = 0; j < NEIGHBOURS; j++) {
                covariance[i][j] = DelaySubspace.covariance(OfdmParameters.frequency(first + i) - OfdmParameters.frequency(first + j));
            }
            covariance[i][i] += ALLOWED;
            cross[i] = DelaySubspace.covariance(OfdmParameters.frequency(first + i) - at);
        }
        DecompositionSolver solver = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance)).getSolver();
        return solver.solve(new ArrayRealVector(cross)).toArray();
    }

    /**
     * The channel at all bins in rising order, interleaved.
     *
     * @param rotated scratch of {@code 2 * 208} floats
     */
    void interpolate(float[] channel, float[] rotated, float[] out) {
        // Behind the ramp the delays are centred on zero and the weights are real.
        DelaySubspace.standard().centre(channel, rotated);
        for (int i = 0; i < 2 * half + 1; i++) {
            float re = 0;
            float im = 0;
            for (int n = 0; n < NEIGHBOURS; n++) {
                float w = weights[i * NEIGHBOURS + n];
                re += w * rotated[2 * (first[i] + n)];
                im += w * rotated[2 * (first[i] + n) + 1];
            }
            out[2 * i] = re * ramp[2 * i] - im * ramp[2 * i + 1];
            out[2 * i + 1] = re * ramp[2 * i + 1] + im * ramp[2 * i];
        }
    }
}
