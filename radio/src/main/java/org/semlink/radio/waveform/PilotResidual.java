// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.GROUP;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;

/**
 * Noise variance from what known symbols leave: {@code sum |y exp(-i psi) - H x|^2} over its expected value at unit noise.
 *
 * <p>A pilot that the channel was not estimated from leaves {@code N0 (1 + loss |x|^2)}, a symbol that it was estimated from
 * {@code N0 (1 - loss |x|^2)}; each OFDM symbol loses what its phase estimate took.
 *
 * @param variance noise variance per carrier, without bias
 * @param degrees  complex degrees of freedom behind it
 * @param evm      root of the residual over the power of the known symbols, as received
 */
record PilotResidual(double variance, double degrees, double evm) {

    static PilotResidual measure(int symbols, float[] carriers, KnownSymbols known, ChannelEstimator estimator, PhaseTracker tracker,
            float[] rotor) {
        double residual = 0;
        double expected = 0;
        double count = 0;
        double power = 0;
        float[] channel = estimator.channel();
        for (int m = 0; m < symbols; m++) {
            boolean whole = known.whole(m);
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            double absorbed = tracker.absorbed(m) / 2;
            expected -= absorbed;
            count -= absorbed;
            for (int u = 0; u < CARRIERS; u++) {
                float x = whole ? known.value(m, u) : pilot(m, u);
                if (x == 0) {
                    continue;
                }
                int at = 2 * (m * CARRIERS + u);
                double re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1] - x * channel[2 * u];
                double im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u] - x * channel[2 * u + 1];
                residual += re * re + im * im;
                expected += whole ? 1 - estimator.loss(u) : 1 + estimator.loss(u);
                count++;
                power += estimator.power(u);
            }
        }
        return new PilotResidual(residual / expected, count, Math.sqrt(residual / power));
    }

    private static float pilot(int m, int u) {
        int group = u / GROUP;
        return group < GROUPS && u == CarrierMap.pilot(m, group) ? CarrierMap.pilotSign(m, group) : 0;
    }
}
