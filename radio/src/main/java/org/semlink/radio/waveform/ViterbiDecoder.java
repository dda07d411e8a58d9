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
final class ViterbiDecoder {

    private final int bits;
    private final long[] survivors;
    private float[] metric = new float[STATES];
    private float[] other = new float[STATES];

    /** A decoder of messages of {@code bytes} bytes. */
    ViterbiDecoder(int bytes) {
        bits = 8 * bytes;
        survivors = new long[bits + TAIL];
    }

    /** The most likely message. */
    byte[] decode(float[] soft) {
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

    /** Advances all states by one input bit; bit s of the result says that state s was reached from the odd one of its two predecessors. */
    private long step(float first, float second) {
        long choices = 0;
        for (int state = 0; state < STATES; state++) {
            // The newest bit is the state's top bit; predecessors differ in the bit that fell out.
            int bit = state >> (TAIL - 1);
            int even = state << 1 & (STATES - 1);
            float fromEven = metric[even] + gain(ConvolutionalCode.output(even, bit), first, second);
            float fromOdd = metric[even + 1] + gain(ConvolutionalCode.output(even + 1, bit), first, second);
            if (fromOdd > fromEven) {
                choices |= 1L << state;
            }
            other[state] = Math.max(fromOdd, fromEven);
        }
        float[] swap = metric;
        metric = other;
        other = swap;
        return choices;
    }

    private static float gain(int output, float first, float second) {
        return ((output & 2) == 0 ? first : -first) + ((output & 1) == 0 ? second : -second);
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
