// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;

import java.util.Arrays;

/**
 * Whether the channel moved behind the header: do the payload's pilots leave residuals that are slow in time and short in delay?
 *
 * <p>The residuals {@code y x exp(-i psi) - H_k} are correlated with {@code phi_d(k) cos(pi j (m + 1/2) / M)}: the D directions of a
 * {@link DelayWindow}, j = 1 to 6. In units of what the other residuals let expect, the energy of n such products is Gamma(n) distributed
 * where nothing moves; 4.5 deviations above n, over the six cosines or over the two slowest alone, say motion. That happens by chance
 * less than once in a thousand bursts. In short bursts these products depend on each other, and {@link ShortMotion} decides. One thread.
 */
final class MotionDetector {

    /** With the constant, j = 0: what sets the payload's mean apart from the header neither moves nor is noise. */
    private static final int COSINES = 7;
    private static final int SLOWEST = 2;
    private static final double DEVIATIONS = 4.5;
    /** Fewer payload symbols than this per cosine do not tell slow from fast. */
    private static final int SYMBOLS_PER_COSINE = 3;

    private final ShortMotion inShort = new ShortMotion();
    private final double[] residual = new double[3];
    private final double[] real = new double[COSINES * CARRIERS];
    private final double[] imaginary = new double[COSINES * CARRIERS];
    private final double[] weight = new double[COSINES * CARRIERS];
    private final double[] cosine = new double[COSINES];
    private double total;

    /** Whether the pilots of the payload say so, its phases having been tracked against the channel of training and header. */
    boolean moved(BurstState burst, DelayWindow window) {
        int payload = burst.symbols() - HEADER_SYMBOLS;
        if (payload < (COSINES - 1) * SYMBOLS_PER_COSINE) {
            return inShort.moved(burst, window);
        }
        int directions = window.dimensions();
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        Arrays.fill(weight, 0);
        total = 0;
        for (int m = HEADER_SYMBOLS; m < burst.symbols(); m++) {
            cosines(Math.PI * (m - HEADER_SYMBOLS + 0.5) / payload);
            for (int group = 0; group < GROUPS; group++) {
                add(m, group, burst, window);
            }
        }
        return exceeds(directions, SLOWEST, payload) || exceeds(directions, COSINES - 1, payload);
    }

    /** {@code cos(j angle)} by Chebyshev's recurrence. */
    private void cosines(double angle) {
        double twice = 2 * Math.cos(angle);
        cosine[0] = 1;
        cosine[1] = twice / 2;
        for (int j = 2; j < COSINES; j++) {
            cosine[j] = twice * cosine[j - 1] - cosine[j - 2];
        }
    }

    /** The residual of one pilot behind the window's ramp, times its carrier's trust, and that trust: {real, imaginary, trust}. */
    static void residual(int m, int group, BurstState burst, DelayWindow window, double[] to) {
        float[] carriers = burst.carriers;
        float[] h = burst.estimator.channel();
        PhaseTracker tracker = burst.tracker;
        int u = CarrierMap.pilot(m, group);
        double x = CarrierMap.pilotSign(m, group);
        double phase = tracker.phase(m) + tracker.slope(m) * OfdmParameters.frequency(u);
        double trust = Math.sqrt(burst.carrierNoise.weight(u));
        double cos = trust * x * Math.cos(phase);
        double sin = -trust * x * Math.sin(phase);
        int at = 2 * (m * CARRIERS + u);
        double er = carriers[at] * cos - carriers[at + 1] * sin - trust * h[2 * u];
        double ei = carriers[at] * sin + carriers[at + 1] * cos - trust * h[2 * u + 1];
        float[] ramp = window.ramp();
        to[0] = er * ramp[2 * u] - ei * ramp[2 * u + 1];
        to[1] = er * ramp[2 * u + 1] + ei * ramp[2 * u];
        to[2] = trust;
    }

    private void add(int m, int group, BurstState burst, DelayWindow window) {
        residual(m, group, burst, window, residual);
        double zr = residual[0];
        double zi = residual[1];
        double trust = residual[2];
        int u = CarrierMap.pilot(m, group);
        total += zr * zr + zi * zi;
        int directions = window.dimensions();
        for (int d = 0; d < directions; d++) {
            double phi = trust * window.direction(d)[u];
            for (int j = 0; j < COSINES; j++) {
                double f = phi * cosine[j];
                int i = j * directions + d;
                real[i] += f * zr;
                imaginary[i] += f * zi;
                weight[i] += f * f;
            }
        }
    }

    private boolean exceeds(int directions, int cosines, int payload) {
        int n = cosines * directions;
        double constant = energy(0, directions);
        double slow = energy(directions, directions + n);
        double free = payload * GROUPS - n - directions;
        double others = Math.max(total - slow - constant, 0) / free;
        return slow > others * (n + DEVIATIONS * Math.sqrt(n * (1 + n / free)));
    }

    private double energy(int from, int to) {
        double energy = 0;
        for (int i = from; i < to; i++) {
            energy += weight[i] > 0 ? (real[i] * real[i] + imaginary[i] * imaginary[i]) / weight[i] : 0;
        }
        return energy;
    }
}
