// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.FFT;

import java.util.Arrays;

/**
 * Carrier offset and delay of a whole burst from all its known symbols: maximum likelihood around the phases that are known already.
 *
 * <p>A symbol whose window's middle is at time t is turned by {@code theta + omega t + (delta + alpha t) k} on carrier k against the
 * channel estimate H. Each product {@code z = conj(H x) y} of a known x, of noise {@code N0 |H x|^2}, is linearised in phase and slope;
 * the sums make four normal equations. A clock offset alpha within {@value #DEVIATIONS} deviations of 0 is taken as 0: for a free one the
 * delay at the burst's start has four times the variance.
 *
 * <p>Over one path, an error of H shifts all symbols alike and leaves the sum of delta and H's own delay as it is, so that with all
 * symbols of power P the errors reach the Cramer-Rao bounds {@code var(omega) = 1 / (2 rho sum (t - mean t)^2)} and
 * {@code var(delay) = 1 / (2 rho n (2 pi / 256)^2 mean k^2)}, n samples at SNR rho in the windows, mean k^2 = 61.3^2 for full symbols:
 * 256 / 288 of the samples, prefixes being left out, cost 6 % in deviation. Reused burst by burst; one thread.
 */
final class ClockFit {

    private static final int UNKNOWNS = 4;
    private static final double DEVIATIONS = 3.5;
    /** Unit of time in the equations, so that their entries are of one size. */
    private static final double UNIT = OfdmParameters.SYMBOL;

    private final double[][] matrix = new double[UNKNOWNS][UNKNOWNS];
    private final double[] right = new double[UNKNOWNS];
    private final double[][] work = new double[UNKNOWNS][UNKNOWNS + 1];
    /** Turned products times 1 and k, and weights times 1, k and k^2, of the symbol in progress. */
    private final double[] sums = new double[2];
    private final double[] moments = new double[3];
    private double cfo;
    private double delay;

    /** Begins a burst. */
    void clear() {
        for (double[] row : matrix) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(right, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(moments, 0);
    }

    /**
     * Adds one product {@code z}, or the sum of neighbouring ones, of the symbol that {@link #endSymbol} ends.
     *
     * @param phase  phase known so far on this carrier, {@code theta + omega t + (delta + alpha t) k}
     * @param re     real part of z
     * @param im     imaginary part of z
     * @param weight {@code |H x|^2}
     * @param k      the carrier's signed frequency in carrier spacings
     */
    void add(double phase, double re, double im, double weight, double k) {
        double turned = im * Math.cos(phase) - re * Math.sin(phase) + weight * phase;
        sums[0] += turned;
        sums[1] += k * turned;
        moments[0] += weight;
        moments[1] += k * weight;
        moments[2] += k * k * weight;
    }

    /** Ends a symbol; {@code time} is the middle of its window, in samples from the burst's start. */
    void endSymbol(double time) {
        double t = time / UNIT;
        for (int i = 0; i < UNKNOWNS; i++) {
            right[i] += (i % 2 == 0 ? 1 : t) * sums[i / 2];
            for (int j = 0; j < UNKNOWNS; j++) {
                matrix[i][j] += (i % 2 == 0 ? 1 : t) * (j % 2 == 0 ? 1 : t) * moments[i / 2 + j / 2];
            }
        }
        Arrays.fill(sums, 0);
        Arrays.fill(moments, 0);
    }

    /** Solves for what was added since {@link #clear}, at noise variance {@code noise} per carrier. */
    void solve(double noise) {
        eliminate(UNKNOWNS);
        // The last pivot is the information about alpha that the other three unknowns leave, but for the factor 2 / N0.
        double pivot = work[UNKNOWNS - 1][UNKNOWNS - 1];
        double alpha = work[UNKNOWNS - 1][UNKNOWNS] / pivot;
        boolean offset = alpha * alpha * pivot * 2 > DEVIATIONS * DEVIATIONS * noise;
        double[] solution = substitute(offset ? UNKNOWNS : UNKNOWNS - 1);
        cfo = solution[1] / UNIT;
        delay = -solution[2] * FFT / (2 * Math.PI);
    }

    /** Carrier offset beyond the one that was removed, rad per sample. */
    double cfo() {
        return cfo;
    }

    /** Delay at the burst's start beyond that of the channel estimate, in samples. */
    double delay() {
        return delay;
    }

    /** Gauss's elimination of the first {@code n} unknowns; the matrix is positive definite, so pivots need no search. */
    private void eliminate(int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, work[i], 0, UNKNOWNS);
            work[i][UNKNOWNS] = right[i];
        }
        for (int i = 0; i < n; i++) {
            for (int row = i + 1; row < n; row++) {
                double factor = work[row][i] / work[i][i];
                for (int j = i; j <= UNKNOWNS; j++) {
                    work[row][j] -= factor * work[i][j];
                }
            }
        }
    }

    /** The first {@code n} unknowns with the others 0. */
    private double[] substitute(int n) {
        double[] solution = new double[UNKNOWNS];
        for (int i = n - 1; i >= 0; i--) {
            double sum = work[i][UNKNOWNS];
            for (int j = i + 1; j < n; j++) {
                sum -= work[i][j] * solution[j];
            }
            solution[i] = sum / work[i][i];
        }
        return solution;
    }
}
