// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.DATA;

/**
 * One-tap zero forcing of payload symbols, with the variance of what it leaves.
 *
 * <p>{@code s = y exp(-i psi) / H_k}; {@code E|s - sent|^2 = N0 / |H_k|^2 (1 / w_k + loss_k) + var(psi_k) + floor}, given the channel
 * estimate, the carrier's weight w ({@link CarrierNoise}) and unit payload power. A carrier without any channel gives value 0 and variance +Infinity. For one burst.
 */
final class PayloadEqualiser {

    private final Channel channel;
    private final CarrierNoise carrierNoise;
    private final double noise;
    private final double floor;
    private final float[] inverse = new float[2 * CARRIERS];
    private final float[] variance = new float[CARRIERS];

    /**
     * @param carrierNoise carriers that have more than N0
     * @param noise N0 per carrier
     * @param floor error variance beside it that grows with the signal
     */
    PayloadEqualiser(Channel channel, CarrierNoise carrierNoise, double noise, double floor) {
        this.channel = channel;
        this.carrierNoise = carrierNoise;
        this.noise = noise;
        this.floor = floor;
        if (!channel.moves()) {
            prepare(0);
        }
    }

    private void prepare(int m) {
        float[] response = channel.at(m);
        for (int u = 0; u < CARRIERS; u++) {
            double power = (double) response[2 * u] * response[2 * u] + (double) response[2 * u + 1] * response[2 * u + 1];
            boolean dead = !(power > Float.MIN_NORMAL);
            inverse[2 * u] = dead ? 0 : (float) (response[2 * u] / power);
            inverse[2 * u + 1] = dead ? 0 : (float) (-response[2 * u + 1] / power);
            variance[u] = dead ? Float.POSITIVE_INFINITY : (float) (noise / power * (1 / carrierNoise.weight(u) + channel.loss(m, u)) + floor);
        }
    }

    /**
     * Equalises symbol {@code m} (counted from the first header symbol) into the payload from symbol {@code first} on.
     *
     * @param rotor         {@code exp(-i psi)} per carrier
     * @param phaseVariance coefficients of 1, k and k^2 in the variance of psi
     */
    void equalise(int m, int first, float[] carriers, float[] rotor, double[] phaseVariance, float[] payload, float[] variances) {
        if (channel.moves()) {
            prepare(m);
        }
        int count = Math.min(DATA, variances.length - first);
        int[] data = CarrierMap.data(m);
        for (int i = 0; i < count; i++) {
            int u = data[i];
            int at = 2 * (m * CARRIERS + u);
            float sign = CarrierMap.scramble(m, i);
            float gr = sign * (inverse[2 * u] * rotor[2 * u] - inverse[2 * u + 1] * rotor[2 * u + 1]);
            float gi = sign * (inverse[2 * u] * rotor[2 * u + 1] + inverse[2 * u + 1] * rotor[2 * u]);
            payload[2 * (first + i)] = carriers[at] * gr - carriers[at + 1] * gi;
            payload[2 * (first + i) + 1] = carriers[at] * gi + carriers[at + 1] * gr;
            int k = OfdmParameters.frequency(u);
            variances[first + i] = variance[u] + (float) (phaseVariance[0] + k * (phaseVariance[1] + k * phaseVariance[2]));
        }
    }
}
