// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;

import java.util.Arrays;

/**
 * Weighted least squares onto {@link DelaySubspace}: where carriers are not equally noisy, those that are hit must not spread what hit them.
 *
 * <p>{@code c = (Phi' W Phi)^-1 Phi' W z} behind the subspace's phase ramp. Works in its own arrays; one thread.
 */
final class WeightedProjection {

    private final DelaySubspace subspace;
    private final int dimensions;
    private final Cholesky cholesky;
    private final double[] gram;
    private final double[] re;
    private final double[] im;
    private final double[] leverage = new double[CARRIERS];

    WeightedProjection(DelaySubspace subspace) {
        this.subspace = subspace;
        dimensions = subspace.dimensions();
        cholesky = new Cholesky(dimensions);
        gram = new double[dimensions * dimensions];
        re = new double[dimensions];
        im = new double[dimensions];
    }

    /** Projects {@code channel} (208 carriers, interleaved) in place; {@code weight} is one over each carrier's variance, in any unit. */
    void project(float[] channel, float[] weight) {
        subspace.rotate(channel, 1);
        Arrays.fill(gram, 0);
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        for (int u = 0; u < CARRIERS; u++) {
            for (int d = 0; d < dimensions; d++) {
                double f = weight[u] * subspace.direction(d)[u];
                re[d] += f * channel[2 * u];
                im[d] += f * channel[2 * u + 1];
                for (int e = 0; e <= d; e++) {
                    gram[d * dimensions + e] += f * subspace.direction(e)[u];
                }
            }
        }
        cholesky.decompose(gram, dimensions);
        cholesky.solve(re);
        cholesky.solve(im);
        for (int u = 0; u < CARRIERS; u++) {
            double hr = 0;
            double hi = 0;
            leverage[u] = 0;
            for (int d = 0; d < dimensions; d++) {
                hr += subspace.direction(d)[u] * re[d];
                hi += subspace.direction(d)[u] * im[d];
                double white = 0;
                for (int e = 0; e <= d; e++) {
                    white += cholesky.inverse(d, e) * subspace.direction(e)[u];
                }
                leverage[u] += white * white;
            }
            channel[2 * u] = (float) hr;
            channel[2 * u + 1] = (float) hi;
        }
        subspace.rotate(channel, -1);
    }

    /** Error variance of carrier {@code u} after the last {@link #project}, in the unit of one over the weights. */
    double variance(int u) {
        return leverage[u];
    }
}
