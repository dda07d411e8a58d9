// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;

import java.util.Arrays;

/**
 * Bayesian estimate of a channel that moves during a burst, from everything known that was sent in it.
 *
 * <p>The channel is {@code H_k(m) = exp(-2 pi i k c / 256) sum_dt c_dt phi_d(k) p_t(m)}: directions of a {@link DelayWindow} times Legendre
 * polynomials of time, of order 0 to {@code orders - 1} and mean square 1. Coefficients have the prior variance {@code lambda_d mu_t},
 * found from the data itself, by maximum evidence: the power of each delay and how fast the channel moves are measured, not
 * assumed. Given noise N0 the posterior is Gaussian; its variance is the error of the estimate, orthogonal to it, so that dividing by it
 * leaves no bias. Basis expansion after Tsatsanis and Giannakis (1996), evidence after MacKay (1992). Reused; one thread.
 */
final class ChannelSmoother {

    /** Unknowns at most: limits memory and time. */
    static final int CAPACITY = 256;
    private static final int MOST_ORDERS = 24;
    private static final int ROUNDS = 6;
    /** Keeps priors of what the data does not decide at all finite, and positive. */
    private static final double SMALLEST_DECIDED = 1e-3;
    private static final double SMALLEST_PRIOR = 1e-3;

    private final Cholesky cholesky = new Cholesky(CAPACITY);
    private final double[] gram = new double[CAPACITY * CAPACITY];
    private final double[] system = new double[CAPACITY * CAPACITY];
    private final double[] rightRe = new double[CAPACITY];
    private final double[] rightIm = new double[CAPACITY];
    private final double[] re = new double[CAPACITY];
    private final double[] im = new double[CAPACITY];
    private final double[] posterior = new double[CAPACITY];
    private final double[] delayPower = new double[CAPACITY];
    private final double[] timePower = new double[MOST_ORDERS];
    private final double[] time = new double[MOST_ORDERS];
    private final double[] delayGram = new double[CAPACITY * CAPACITY];
    private final double[] delayRe = new double[CAPACITY];
    private final double[] delayIm = new double[CAPACITY];
    private final double[] next = new double[CAPACITY];
    private final double[] row = new double[CAPACITY];

    private DelayWindow window;
    private int dimensions;
    private int orders;
    private int symbols;
    private double first;
    private double evidence;

    /**
     * Begins a burst of symbols 0 to {@code symbols - 1}.
     *
     * @param first time of the earliest observation, in symbols, at most 0
     */
    void begin(DelayWindow window, int symbols, double first) {
        this.window = window;
        this.symbols = symbols;
        this.first = first;
        dimensions = window.dimensions();
        orders = Math.max(2, Math.min(Math.min(MOST_ORDERS, CAPACITY / dimensions), 2 + symbols / 6));
        Arrays.fill(gram, 0);
        Arrays.fill(rightRe, 0);
        Arrays.fill(rightIm, 0);
        clearSymbol();
    }

    private void clearSymbol() {
        Arrays.fill(delayGram, 0, dimensions * dimensions, 0);
        Arrays.fill(delayRe, 0, dimensions, 0);
        Arrays.fill(delayIm, 0, dimensions, 0);
    }

    /** Adds an observation {@code y} of carrier {@code u} on which {@code x} was sent; {@code weight} is N0 over the noise there. */
    void add(int u, double yRe, double yIm, double xRe, double xIm, double weight) {
        float[] ramp = window.ramp();
        double zr = yRe * xRe + yIm * xIm;
        double zi = yIm * xRe - yRe * xIm;
        double br = weight * (zr * ramp[2 * u] - zi * ramp[2 * u + 1]);
        double bi = weight * (zr * ramp[2 * u + 1] + zi * ramp[2 * u]);
        double power = weight * (xRe * xRe + xIm * xIm);
        for (int d = 0; d < dimensions; d++) {
            double phi = window.direction(d)[u];
            row[d] = phi;
            delayRe[d] += phi * br;
            delayIm[d] += phi * bi;
            double f = power * phi;
            for (int e = 0; e <= d; e++) {
                delayGram[d * dimensions + e] += f * row[e];
            }
        }
    }

    /** Ends the observations of one moment {@code m}, in symbols from the first header symbol. */
    void endSymbol(double m) {
        legendre(m);
        for (int t = 0; t < orders; t++) {
            for (int d = 0; d < dimensions; d++) {
                int i = t * dimensions + d;
                rightRe[i] += time[t] * delayRe[d];
                rightIm[i] += time[t] * delayIm[d];
                for (int s = 0; s <= t; s++) {
                    double f = time[t] * time[s];
                    int to = i * CAPACITY + s * dimensions;
                    for (int e = 0; e < dimensions; e++) {
                        gram[to + e] += f * (e <= d ? delayGram[d * dimensions + e] : delayGram[e * dimensions + d]);
                    }
                }
            }
        }
        clearSymbol();
    }

    /** Legendre polynomials of mean square 1 over the burst. */
    private void legendre(double m) {
        double x = 2 * (m - first) / (symbols - 1 - first) - 1;
        double before = 0;
        double now = 1;
        for (int t = 0; t < orders; t++) {
            time[t] = now * Math.sqrt(2 * t + 1);
            double next = ((2 * t + 1) * x * now - t * before) / (t + 1);
            before = now;
            now = next;
        }
    }

    /** Posterior given noise of variance {@code noise}; {@code power} is the channel's mean power, where the search for priors begins. */
    MovingChannel solve(double noise, double power) {
        int n = orders * dimensions;
        Arrays.fill(delayPower, 0, dimensions, power * CARRIERS / dimensions);
        Arrays.fill(timePower, 0, orders, 1);
        for (int round = 0; round <= ROUNDS; round++) {
            if (round > 0) {
                learnPriors(noise);
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(gram, i * CAPACITY, system, i * CAPACITY, i + 1);
                system[i * CAPACITY + i] += noise / (delayPower[i % dimensions] * timePower[i / dimensions]);
            }
            cholesky.decompose(system, n);
            System.arraycopy(rightRe, 0, re, 0, n);
            System.arraycopy(rightIm, 0, im, 0, n);
            cholesky.solve(re);
            cholesky.solve(im);
        }
        evidence = n * Math.log(noise) - cholesky.logDeterminant();
        for (int i = 0; i < n; i++) {
            evidence += (rightRe[i] * re[i] + rightIm[i] * im[i]) / noise - Math.log(delayPower[i % dimensions] * timePower[i / dimensions]);
        }
        return new MovingChannel(this, symbols);
    }

    /** Logarithm of the likelihood of what was observed, given the priors found: a constant aside that is the same for any phases. */
    double evidence() {
        return evidence;
    }

    /**
     * Prior variances, each factor in turn: energy found, in units of the other factor, over the degrees of freedom that the data rather
     * than the prior decided.
     */
    private void learnPriors(double noise) {
        cholesky.inverseDiagonal(posterior);
        for (int d = 0; d < dimensions; d++) {
            double energy = 0;
            double decided = SMALLEST_DECIDED;
            for (int t = 0; t < orders; t++) {
                int i = t * dimensions + d;
                energy += (re[i] * re[i] + im[i] * im[i]) / timePower[t];
                decided += 1 - noise * posterior[i] / (delayPower[d] * timePower[t]);
            }
            next[d] = Math.max(energy / decided, SMALLEST_PRIOR * delayPower[d]);
        }
        for (int t = 0; t < orders; t++) {
            double energy = 0;
            double decided = SMALLEST_DECIDED;
            for (int d = 0; d < dimensions; d++) {
                int i = t * dimensions + d;
                energy += (re[i] * re[i] + im[i] * im[i]) / next[d];
                decided += 1 - noise * posterior[i] / (delayPower[d] * timePower[t]);
            }
            time[t] = Math.max(energy / decided, SMALLEST_PRIOR * timePower[t]);
        }
        System.arraycopy(next, 0, delayPower, 0, dimensions);
        System.arraycopy(time, 0, timePower, 0, orders);
    }

    /** Fills {@code channel} with the response at symbol {@code m}. */
    void response(int m, float[] channel) {
        legendre(m);
        for (int d = 0; d < dimensions; d++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int t = 0; t < orders; t++) {
                sumRe += time[t] * re[t * dimensions + d];
                sumIm += time[t] * im[t * dimensions + d];
            }
            delayRe[d] = sumRe;
            delayIm[d] = sumIm;
        }
        float[] ramp = window.ramp();
        for (int u = 0; u < CARRIERS; u++) {
            double hr = 0;
            double hi = 0;
            for (int d = 0; d < dimensions; d++) {
                double phi = window.direction(d)[u];
                hr += phi * delayRe[d];
                hi += phi * delayIm[d];
            }
            channel[2 * u] = (float) (hr * ramp[2 * u] + hi * ramp[2 * u + 1]);
            channel[2 * u + 1] = (float) (hi * ramp[2 * u] - hr * ramp[2 * u + 1]);
        }
    }

    /** Fills {@code loss} with the posterior variance at symbol {@code m} over N0, per carrier. */
    void loss(int m, float[] loss) {
        legendre(m);
        Arrays.fill(delayGram, 0, dimensions * dimensions, 0);
        for (int i = 0; i < orders * dimensions; i++) {
            Arrays.fill(row, 0, dimensions, 0);
            for (int t = 0; t * dimensions <= i; t++) {
                for (int d = 0; d < dimensions && t * dimensions + d <= i; d++) {
                    row[d] += time[t] * cholesky.inverse(i, t * dimensions + d);
                }
            }
            for (int d = 0; d < dimensions; d++) {
                for (int e = 0; e <= d; e++) {
                    delayGram[d * dimensions + e] += row[d] * row[e];
                }
            }
        }
        for (int u = 0; u < CARRIERS; u++) {
            double sum = 0;
            for (int d = 0; d < dimensions; d++) {
                double phi = window.direction(d)[u];
                for (int e = 0; e < d; e++) {
                    sum += 2 * phi * window.direction(e)[u] * delayGram[d * dimensions + e];
                }
                sum += phi * phi * delayGram[d * dimensions + d];
            }
            loss[u] = (float) sum;
        }
        clearSymbol();
    }
}
