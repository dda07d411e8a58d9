// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;

/**
 * The piece of the stream on its way through the impairments; they change it in place, some of them its length.
 *
 * <p>Time is cut into slots, one per burst: silence, the burst, silence. A block lies wholly inside or outside its slot's burst.
 */
final class Block {

    /** Interleaved I, Q; only the first {@code 2 * length} floats count. */
    float[] iq = new float[0];
    /** Complex samples. */
    int length;
    /** Number of the burst whose slot this is, from 0. */
    long slot;
    /** Whether these samples are of the burst, not of the silence around it. */
    boolean burst;
    /** Length of the slot's burst as it was transmitted. */
    long burstLength;
    /** Samples that the receiving host knows to have lost just before sample {@link #gapAt}; one gap at most. */
    long gap;
    int gapAt;
    /** Reads that time out before the first of these samples is delivered. */
    int timeouts;

    /** Sets the length, keeping the samples that fit; samples beyond the old length are undefined. */
    void resize(int newLength) {
        if (iq.length < 2 * newLength) {
            iq = Arrays.copyOf(iq, 2 * newLength);
        }
        length = newLength;
    }

    /** Takes out the samples from {@code from} to before {@code to}. */
    void remove(int from, int to) {
        System.arraycopy(iq, 2 * to, iq, 2 * from, 2 * (length - to));
        length -= to - from;
    }

    /** Mean power; 0 when empty. */
    double power() {
        double sum = 0;
        for (int i = 0; i < 2 * length; i++) {
            sum += (double) iq[i] * iq[i];
        }
        return length == 0 ? 0 : sum / length;
    }
}
