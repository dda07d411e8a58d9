// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;

import org.apache.commons.math3.distribution.FDistribution;

/**
 * As {@link MotionDetector}, for bursts too short for its approximations: least squares over all pilots of the payload, and Fisher's F test of whether two slow cosines
 * explain more than a constant does. Exact where noise is Gaussian; false alarms once in a thousand bursts. One thread.
 */
final class ShortMotion {

    private static final int FEWEST_SYMBOLS = 6;
    /** The constant, which is no motion, and two slow cosines. */
    private static final int SHAPES = 3;
    private static final double FALSE_ALARMS = 1e-3;
    /** Directions that these pilots cannot tell apart share what there is; relative to the diagonal. */
    private static final double RIDGE = 1e-9;

    boolean moved(BurstState burst, DelayWindow window) {
        int payload = burst.symbols() - HEADER_SYMBOLS;
        int directions = window.dimensions();
        int unknowns = SHAPES * directions;
        // Phase and slope of every symbol were fitted to the same pilots: a complex number each.
        int free = payload * (GROUPS - 1) - unknowns;
        if (payload < FEWEST_SYMBOLS || free < directions) {
            return false;
        }
        double[] normal = new double[unknowns * unknowns];
        double[] real = new double[unknowns];
        double[] imaginary = new double[unknowns];
        double total = 0;
        double[] row = new double[unknowns];
        double[] residual = new double[3];
        for (int m = HEADER_SYMBOLS; m < burst.symbols(); m++) {
            double angle = Math.PI * (m - HEADER_SYMBOLS + 0.5) / payload;
            double[] shapes = {1, Math.cos(angle), Math.cos(2 * angle)};
            for (int group = 0; group < GROUPS; group++) {
                MotionDetector.residual(m, group, burst, window, residual);
                for (int k = 0; k < unknowns; k++) {
                    row[k] = residual[2] * window.direction(k % directions)[CarrierMap.pilot(m, group)] * shapes[k / directions];
                }
                total += residual[0] * residual[0] + residual[1] * residual[1];
                for (int k = 0; k < unknowns; k++) {
                    real[k] += row[k] * residual[0];
                    imaginary[k] += row[k] * residual[1];
                    for (int l = 0; l <= k; l++) {
                        normal[k * unknowns + l] += row[k] * row[l];
                    }
                }
            }
        }
        double[] explained = explained(normal, real, imaginary);
        double constant = sum(explained, 0, directions);
        double slow = sum(explained, directions, unknowns);
        double left = total - constant - slow;
        int moving = unknowns - directions;
        return new FDistribution(null, 2 * moving, 2 * free).cumulativeProbability(slow / moving / (left / free)) > 1 - FALSE_ALARMS;
    }

    /** What each unknown explains that those before it do not: squares of {@code L^-1 r} with {@code L L'} the normal matrix. */
    private static double[] explained(double[] normal, double[] real, double[] imaginary) {
        int n = real.length;
        for (int k = 0; k < n; k++) {
            normal[k * n + k] *= 1 + RIDGE;
        }
        Cholesky cholesky = new Cholesky(n);
        cholesky.decompose(normal, n);
        double[] explained = new double[n];
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int l = 0; l <= k; l++) {
                re += cholesky.inverse(k, l) * real[l];
                im += cholesky.inverse(k, l) * imaginary[l];
            }
            explained[k] = re * re + im * im;
        }
        return explained;
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += values[k];
        }
        return sum;
    }
}
