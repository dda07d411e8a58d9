// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.ConvolutionalCode.STATES;
import static org.semlink.radio.waveform.ConvolutionalCode.TAIL;

import java.util.Arrays;

/**
 * Maximum-likelihood decoder of {@link ConvolutionalCode} from soft values (Viterbi 1967).
 *
 * <p>Input: one float per coded bit, positive for 0 and negative for 1, in any common scale (log-likelihood ratios or matched-filter
 * outputs). The path with the greatest correlation that starts and ends in state 0 wins. Reused for messages of one length; one thread.
 */
public final class ViterbiDecoder {

    private static final float[] FIRST_SIGN = signs(1);
    private static final float[] SECOND_SIGN = signs(0);

    private final int bits;
    private final long[] survivors;
    private float[] metric = new float[STATES];
    private float[] other = new float[STATES];

    /** A decoder of messages of {@code bytes} bytes. */
    public ViterbiDecoder(int bytes) {
        bits = 8 * bytes;
        survivors = new long[bits + TAIL];
    }

    /** The most likely message. */
    public byte[] decode(float[] soft) {
        if (soft.length != ConvolutionalCode.codedLength(bits)) {
            throw new IllegalArgumentException("need " + ConvolutionalCode.codedLength(bits) + " soft values, got " + soft.length);
        }
        Arrays.fill(metric, Float.NEGATIVE_INFINITY);
        metric[0] = 0;
        for (int i = 0; i < survivors.length; i++) {
            survivors[i] = step(soft[2 * i], soft[2 * i + 1]);
        }
        return traceBack();
    }

    /**
     * Advances all states by one input bit; bit s of the result says that state s was reached from the odd one of its two predecessors.
     *
     * <p>States 2j and 2j + 1 lead to j (input 0) and to j + 32 (input 1, the newest bit on top). Both generators hold the newest and the
     * oldest bit, so the output of the even one for 0 is that of the odd one for 1, and the complement of the other two.
     */
    private long step(float first, float second) {
        long choices = 0;
        for (int j = 0; j < STATES / 2; j++) {
            float gain = FIRST_SIGN[j] * first + SECOND_SIGN[j] * second;
            float even = metric[2 * j];
            float odd = metric[2 * j + 1];
            choices |= (odd - gain > even + gain ? 1L : 0L) << j | (odd + gain > even - gain ? 1L << STATES / 2 : 0L) << j;
            other[j] = Math.max(odd - gain, even + gain);
            other[j + STATES / 2] = Math.max(odd + gain, even - gain);
        }
        float[] swap = metric;
        metric = other;
        other = swap;
        return choices;
    }

    /** +1 where output bit {@code bit} of state 2j is 0 for input 0, -1 where it is 1. */
    private static float[] signs(int bit) {
        float[] signs = new float[STATES / 2];
        for (int j = 0; j < signs.length; j++) {
            signs[j] = (ConvolutionalCode.output(2 * j, 0) >> bit & 1) == 0 ? 1 : -1;
        }
        return signs;
    }

    private byte[] traceBack() {
        byte[] data = new byte[bits / 8];
        int state = 0;
        for (int i = survivors.length - 1; i >= 0; i--) {
            if (i < bits) {
                data[i >> 3] |= (byte) (state >> (TAIL - 1) << (7 - (i & 7)));
            }
            state = state << 1 & (STATES - 1) | (int) (survivors[i] >>> state & 1);
        }
        return data;
    }
}
