// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;

/**
 * Noise variance from what known symbols leave: {@code sum |y exp(-i psi) - H x|^2} over its expected value at unit noise.
 *
 * <p>A pilot that the channel was not estimated from leaves {@code N0 (1 + loss |x|^2)}, a symbol that it was estimated from
 * {@code N0 (1 - loss |x|^2)}; each OFDM symbol loses what its phase estimate took.
 *
 * @param residual sum of the squared residuals
 * @param expected its expected value at unit noise
 * @param degrees  complex degrees of freedom behind it
 * @param power    received power of the known symbols, summed
 */
record PilotResidual(double residual, double expected, double degrees, double power) {

    /** Noise variance per carrier, without bias. */
    double variance() {
        return residual / expected;
    }

    /** Error vector magnitude as a ratio. */
    double evm() {
        return Math.sqrt(residual / power);
    }

    PilotResidual and(PilotResidual other) {
        return new PilotResidual(residual + other.residual, expected + other.expected, degrees + other.degrees, power + other.power);
    }

    /** Measures symbols {@code from} to {@code to - 1}; {@code rotor} is scratch. */
    static PilotResidual measure(int from, int to, float[] carriers, KnownSymbols known, Channel estimate, CarrierNoise noise,
            PhaseTracker tracker, float[] rotor) {
        double residual = 0;
        double expected = 0;
        double count = 0;
        double power = 0;
        for (int m = from; m < to; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            boolean whole = known.whole(m);
            float[] channel = estimate.at(m);
            double side = estimate.learnedFrom(m) ? -1 : 1;
            double absorbed = tracker.absorbed(m) / 2;
            expected -= absorbed;
            count -= absorbed;
            for (int i = 0; i < (whole ? CARRIERS : GROUPS); i++) {
                int u = whole ? i : CarrierMap.pilot(m, i);
                float x = whole ? known.value(m, u) : CarrierMap.pilotSign(m, i);
                if (x == 0) {
                    continue;
                }
                int at = 2 * (m * CARRIERS + u);
                double re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1] - x * channel[2 * u];
                double im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u] - x * channel[2 * u + 1];
                residual += noise.weight(u) * (re * re + im * im);
                expected += 1 + side * noise.weight(u) * estimate.loss(m, u);
                count++;
                power += (double) channel[2 * u] * channel[2 * u] + (double) channel[2 * u + 1] * channel[2 * u + 1];
            }
        }
        return new PilotResidual(residual, expected, count, power);
    }
}
