// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.SingleCarrierLayout.DATA;
import static org.semlink.radio.waveform.SingleCarrierLayout.DOWN;
import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.LEAD;
import static org.semlink.radio.waveform.SingleCarrierLayout.UP;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD_START;

import java.util.Arrays;

/**
 * Payload symbols to the samples of a single carrier: {@code x(n) = sum_j s_j h(n - 48 - 1.6 j)}, known words among the data.
 *
 * <p>Five symbols at a time add their five pulses to the 72 samples that those touch, real and imaginary parts apart: the compiler makes
 * vector code of that. One burst at a time; one thread.
 */
final class SingleCarrierModulator {

    private static final float AXIS = (float) SingleCarrierLayout.AXIS;
    private static final int SPAN = UP + 2 * RootRaisedCosine.HALF;
    /** Groups of five between two moves of the work arrays. */
    private static final int CHUNK = 36;

    private final float[][] pulses;
    private final float[] real = new float[CHUNK * UP + SPAN];
    private final float[] imaginary = new float[CHUNK * UP + SPAN];
    private final float[] groupReal = new float[SPAN];
    private final float[] groupImaginary = new float[SPAN];

    SingleCarrierModulator(RootRaisedCosine pulse) {
        pulses = pulse.phases();
    }

    /** Writes the payload into {@code burst} from complex sample {@code from} on; {@code symbols} interleaved. */
    void modulate(float[] symbols, float[] burst, int from) {
        int epochs = SingleCarrierLayout.epochs(symbols.length / 2);
        float[] epoch = new float[2 * EPOCH];
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        int to = 2 * (from + LEAD - RootRaisedCosine.HALF);
        for (int e = 0; e < epochs; e++) {
            fill(epoch, e, symbols);
            for (int g = 0; g < CHUNK; g++) {
                add(epoch, 2 * g * DOWN, g * UP);
            }
            to = flush(burst, to, CHUNK * UP);
        }
        flush(burst, to, SPAN - UP);
    }

    /** All 180 symbols of an epoch. */
    private static void fill(float[] epoch, int e, float[] symbols) {
        for (int i = 0; i < WORD; i++) {
            epoch[2 * (WORD_START + i)] = SingleCarrierLayout.wordRe(e, i);
            epoch[2 * (WORD_START + i) + 1] = SingleCarrierLayout.wordIm(e, i);
        }
        for (int i = 0; i < DATA; i++) {
            int at = 2 * (i < WORD_START ? i : i + WORD);
            int source = 2 * (e * DATA + i);
            float sign = SingleCarrierLayout.scramble(e * DATA + i);
            boolean filler = source >= symbols.length;
            epoch[at] = sign * (filler ? AXIS : symbols[source]);
            epoch[at + 1] = sign * (filler ? AXIS : symbols[source + 1]);
        }
    }

    private void add(float[] s, int at, int to) {
        float r0 = s[at];
        float i0 = s[at + 1];
        float r1 = s[at + 2];
        float i1 = s[at + 3];
        float r2 = s[at + 4];
        float i2 = s[at + 5];
        float r3 = s[at + 6];
        float i3 = s[at + 7];
        float r4 = s[at + 8];
        float i4 = s[at + 9];
        float[] p0 = pulses[0];
        float[] p1 = pulses[1];
        float[] p2 = pulses[2];
        float[] p3 = pulses[3];
        float[] p4 = pulses[4];
        float[] re = groupReal;
        float[] im = groupImaginary;
        for (int n = 0; n < SPAN; n++) {
            re[n] = r0 * p0[n] + r1 * p1[n] + r2 * p2[n] + r3 * p3[n] + r4 * p4[n];
            im[n] = i0 * p0[n] + i1 * p1[n] + i2 * p2[n] + i3 * p3[n] + i4 * p4[n];
        }
        float[] allRe = real;
        float[] allIm = imaginary;
        for (int n = 0; n < SPAN; n++) {
            allRe[to + n] += re[n];
            allIm[to + n] += im[n];
        }
    }

    /** Writes the first {@code count} samples out and moves the rest to the front. */
    private int flush(float[] burst, int to, int count) {
        for (int n = 0; n < count; n++) {
            burst[to + 2 * n] = real[n];
            burst[to + 2 * n + 1] = imaginary[n];
        }
        System.arraycopy(real, count, real, 0, real.length - count);
        System.arraycopy(imaginary, count, imaginary, 0, real.length - count);
        Arrays.fill(real, real.length - count, real.length, 0);
        Arrays.fill(imaginary, real.length - count, real.length, 0);
        return to + 2 * count;
    }
}
