// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;

import java.util.Arrays;

/**
 * Noise per carrier, relative to the level of most: which carriers a narrow-band interferer (or a leaking oscillator) hits, and how hard.
 *
 * <p>Each carrier's noise is measured by what known symbols leave on it and by its turns as null, about n = 22 times in a long burst. The
 * level of most is the lower quartile's; a carrier is hit beyond 4.5 deviations of Gamma(n) (Wilson and Hilferty 1931), by chance on one
 * carrier in 3e5, in one burst of 700, for the payload is looked at alone too. Around hit carriers the skirt of a tone is measured over five neighbours together. Reused burst
 * by burst; one thread.
 */
final class CarrierNoise {

    private static final double HIT = 4.5;
    private static final double SKIRT = 2;
    private static final double QUARTILE = -0.6745;
    private static final int NEIGHBOURS = 2;
    /** Fewer turns as null in the payload than this do not say what differs from the header. */
    private static final double LATE = 4.5;
    /** Noise below this fraction of the signal is that of float arithmetic, which is not alike on all carriers. */
    private static final double SMALLEST_NOISE = 1e-10;

    private final float[] weight = new float[CARRIERS];
    private final double[] power = new double[CARRIERS];
    private final double[] count = new double[CARRIERS];
    private final double[] latePower = new double[CARRIERS];
    private final double[] lateCount = new double[CARRIERS];
    private final double[] sorted = new double[CARRIERS];
    private final boolean[] hit = new boolean[CARRIERS];
    private final float[] rotor = new float[2 * CARRIERS];
    private boolean any;

    CarrierNoise() {
        forget();
    }

    /** Begins a new burst: all carriers alike. */
    void forget() {
        any = false;
        Arrays.fill(weight, 1);
    }

    /** Whether any carrier was hit. */
    boolean any() {
        return any;
    }

    /** N0 over the noise of carrier {@code u}, 1 or less. */
    float weight(int u) {
        return weight[u];
    }

    /** Measures all carriers anew, the header being known, {@code channel} and phases estimated; whether any is hit. */
    boolean measure(BurstState burst, Channel channel) {
        Arrays.fill(power, 0);
        Arrays.fill(count, 0);
        Arrays.fill(latePower, 0);
        Arrays.fill(lateCount, 0);
        for (int m = 0; m < burst.symbols(); m++) {
            if (burst.known.whole(m)) {
                residuals(m, burst, channel);
            }
            for (int group = 0; group < GROUPS; group++) {
                int u = CarrierMap.nullCarrier(m, group);
                int at = 2 * (m * CARRIERS + u);
                add(m, u, (double) burst.carriers[at] * burst.carriers[at] + (double) burst.carriers[at + 1] * burst.carriers[at + 1], 1);
            }
        }
        judge(SMALLEST_NOISE * burst.estimator.meanPower());
        return any;
    }

    private void residuals(int m, BurstState burst, Channel channel) {
        KnownSymbols.rotor(burst.tracker.phase(m), burst.tracker.slope(m), rotor);
        float[] h = channel.at(m);
        double side = channel.learnedFrom(m) ? -1 : 1;
        for (int u = 0; u < CARRIERS; u++) {
            float x = burst.known.value(m, u);
            int at = 2 * (m * CARRIERS + u);
            double re = burst.carriers[at] * rotor[2 * u] - burst.carriers[at + 1] * rotor[2 * u + 1] - x * h[2 * u];
            double im = burst.carriers[at] * rotor[2 * u + 1] + burst.carriers[at + 1] * rotor[2 * u] - x * h[2 * u + 1];
            if (x != 0) {
                add(m, u, re * re + im * im, 1 + side * weight[u] * channel.loss(m, u));
            }
        }
    }

    private void add(int m, int u, double square, double expected) {
        power[u] += square;
        count[u] += expected;
        if (m >= HEADER_SYMBOLS) {
            latePower[u] += square;
            lateCount[u] += expected;
        }
    }

    private boolean hit(int u, double level) {
        return power[u] > count[u] * level * gamma(count[u], HIT)
                || lateCount[u] > LATE && latePower[u] > lateCount[u] * level * gamma(lateCount[u], HIT);
    }

    /** Noise of a hit carrier: in the payload, if it is not what it was in the header, for what hits may wander. */
    private double noise(int u) {
        double all = power[u] / count[u];
        double late = lateCount[u] > LATE ? latePower[u] / lateCount[u] : all;
        return late > 2 * all || late < all / 2 ? late : all;
    }

    private void judge(double smallest) {
        any = false;
        Arrays.fill(weight, 1);
        for (int u = 0; u < CARRIERS; u++) {
            sorted[u] = power[u] / count[u] / gamma(count[u], QUARTILE);
        }
        Arrays.sort(sorted);
        double level = Math.max(sorted[CARRIERS / 4], smallest);
        double sum = 0;
        double free = 0;
        for (int u = 0; u < CARRIERS; u++) {
            hit[u] = hit(u, level);
            any |= hit[u];
            sum += hit[u] ? 0 : Math.min(power[u], count[u] * level * gamma(count[u], SKIRT));
            free += hit[u] ? 0 : count[u];
        }
        if (any && free > 0) {
            level = Math.min(level * gamma(free, HIT), sum / free);
            for (int u = 0; u < CARRIERS; u++) {
                weight[u] = (float) Math.min(1, level / (hit[u] ? noise(u) : skirt(u, level)));
            }
        }
    }

    /** Noise of a carrier that is not hit, from it and its like neighbours; {@code level} where they are not clearly above it. */
    private double skirt(int u, double level) {
        double sum = 0;
        double free = 0;
        for (int v = Math.max(0, u - NEIGHBOURS); v <= Math.min(CARRIERS - 1, u + NEIGHBOURS); v++) {
            sum += hit[v] ? 0 : power[v];
            free += hit[v] ? 0 : count[v];
        }
        return sum > free * level * gamma(free, SKIRT) ? sum / free : level;
    }

    /** Quantile of Gamma(n) / n, {@code deviations} being that of the normal distribution. */
    private static double gamma(double n, double deviations) {
        double root = 1 - 1 / (9 * n) + deviations / (3 * Math.sqrt(n));
        return root * root * root;
    }
}
