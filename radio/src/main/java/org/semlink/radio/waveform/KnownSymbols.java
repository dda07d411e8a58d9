// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.GROUP;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;

import java.util.Arrays;

/**
 * What the receiver knows to have been sent on each carrier: pilots always, the header's data once it is decoded, mid-ambles once their
 * places are known.
 *
 * <p>Values are +1, -1 or, on nulls, 0. Reused burst by burst; one thread.
 */
final class KnownSymbols {

    private static final OfdmFormat NO_MIDAMBLES = new OfdmFormat(0);
    /** Mid-ambles at any place behind the header, each in its row; the header's rows are not used. */
    private static final float[] MIDAMBLES = midambles();

    private final float[] header = new float[HEADER_SYMBOLS * CARRIERS];
    private boolean headerKnown;
    private OfdmFormat payload = NO_MIDAMBLES;

    private static float[] midambles() {
        float[] values = new float[(HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS) * CARRIERS];
        for (int m = HEADER_SYMBOLS; m < HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS; m++) {
            int[] data = CarrierMap.data(m);
            for (int i = 0; i < DATA; i++) {
                values[m * CARRIERS + data[i]] = CarrierMap.scramble(m, i);
            }
            pilots(m, values);
        }
        return values;
    }

    private static void pilots(int m, float[] values) {
        for (int group = 0; group < GROUPS; group++) {
            values[m * CARRIERS + CarrierMap.pilot(m, group)] = CarrierMap.pilotSign(m, group);
        }
    }

    /** Begins a new burst: pilots only. */
    void forget() {
        headerKnown = false;
        payload = NO_MIDAMBLES;
    }

    /** Takes mid-ambles at this payload's places as known. */
    void learn(OfdmFormat payload) {
        this.payload = payload;
    }

    /** Takes the header's values per slot, as {@link HeaderCoder#encode} gives them, as known. */
    void learn(float[] slots) {
        Arrays.fill(header, 0);
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            int[] data = CarrierMap.data(m);
            for (int i = 0; i < DATA; i++) {
                header[m * CARRIERS + data[i]] = slots[m * DATA + i];
            }
            pilots(m, header);
        }
        headerKnown = true;
    }

    /** Whether all loaded carriers of symbol {@code m} are known. */
    boolean whole(int m) {
        return m < HEADER_SYMBOLS ? headerKnown : payload.midamble(m - HEADER_SYMBOLS);
    }

    /** Value on carrier {@code u} of symbol {@code m}, which is {@link #whole}. */
    float value(int m, int u) {
        return m < HEADER_SYMBOLS ? header[m * CARRIERS + u] : MIDAMBLES[m * CARRIERS + u];
    }

    /**
     * Hands the tracker one product {@code conj(H x) y} per group: the pilot's, or the sum over the group at its centre of weight. Within
     * a group of 26 carriers the slope that a header can have turns the phase by less than 0.05 rad.
     */
    void compress(int m, float[] carriers, float[] channel, CarrierNoise noise, PhaseTracker tracker) {
        for (int group = 0; group < GROUPS; group++) {
            boolean whole = whole(m);
            int from = whole ? group * GROUP : CarrierMap.pilot(m, group);
            int to = whole ? from + GROUP : from + 1;
            double re = 0;
            double im = 0;
            double weight = 0;
            double moment = 0;
            for (int u = from; u < to; u++) {
                float x = whole ? value(m, u) : CarrierMap.pilotSign(m, group);
                int at = 2 * (m * CARRIERS + u);
                float trust = noise.weight(u);
                float hr = channel[2 * u] * x;
                float hi = channel[2 * u + 1] * x;
                re += trust * (hr * carriers[at] + hi * carriers[at + 1]);
                im += trust * (hr * carriers[at + 1] - hi * carriers[at]);
                double power = trust * ((double) hr * hr + (double) hi * hi);
                weight += power;
                moment += power * OfdmParameters.frequency(u);
            }
            tracker.set(m, group, re, im, weight, weight > 0 ? moment / weight : 0);
        }
    }

    /**
     * Fills {@code rotor} with {@code exp(-i (phase + slope k))} per used carrier, interleaved: four carriers at a time on either side of
     * the centre, each turned on by four carriers' worth.
     */
    static void rotor(double phase, double slope, float[] rotor) {
        double cos = Math.cos(slope);
        double sin = -Math.sin(slope);
        double cos2 = cos * cos - sin * sin;
        double sin2 = 2 * cos * sin;
        double cos4 = cos2 * cos2 - sin2 * sin2;
        double sin4 = 2 * cos2 * sin2;
        for (int half = 0; half < CARRIERS; half += CARRIERS / 2) {
            double at = -(phase + slope * OfdmParameters.frequency(half));
            double re0 = Math.cos(at);
            double im0 = Math.sin(at);
            double re1 = re0 * cos - im0 * sin;
            double im1 = re0 * sin + im0 * cos;
            double re2 = re0 * cos2 - im0 * sin2;
            double im2 = re0 * sin2 + im0 * cos2;
            double re3 = re1 * cos2 - im1 * sin2;
            double im3 = re1 * sin2 + im1 * cos2;
            for (int i = 2 * half; i < 2 * half + CARRIERS; i += 8) {
                rotor[i] = (float) re0;
                rotor[i + 1] = (float) im0;
                rotor[i + 2] = (float) re1;
                rotor[i + 3] = (float) im1;
                rotor[i + 4] = (float) re2;
                rotor[i + 5] = (float) im2;
                rotor[i + 6] = (float) re3;
                rotor[i + 7] = (float) im3;
                double next0 = re0 * cos4 - im0 * sin4;
                im0 = re0 * sin4 + im0 * cos4;
                re0 = next0;
                double next1 = re1 * cos4 - im1 * sin4;
                im1 = re1 * sin4 + im1 * cos4;
                re1 = next1;
                double next2 = re2 * cos4 - im2 * sin4;
                im2 = re2 * sin4 + im2 * cos4;
                re2 = next2;
                double next3 = re3 * cos4 - im3 * sin4;
                im3 = re3 * sin4 + im3 * cos4;
                re3 = next3;
            }
        }
    }
}
