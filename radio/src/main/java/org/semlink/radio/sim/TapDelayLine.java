// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

/** {@code y[n] = sum_l h_l x[n - d_l]}, streaming, with taps that may change from sample to sample. */
final class TapDelayLine {

    private final int[] delays;
    private final int mask;
    private final float[] past;
    private long index;

    TapDelayLine(TapProfile profile) {
        this.delays = profile.delays;
        int size = Integer.highestOneBit(profile.longestDelay()) << 1;
        this.mask = Math.max(1, size) - 1;
        this.past = new float[2 * (mask + 1)];
    }

    void clear() {
        java.util.Arrays.fill(past, 0);
        index = 0;
    }

    /** Replaces the sample at {@code iq[at], iq[at + 1]} by the line's output under {@code taps}, interleaved. */
    void filter(float[] iq, int at, double[] taps) {
        int now = (int) (index & mask);
        past[2 * now] = iq[at];
        past[2 * now + 1] = iq[at + 1];
        double re = 0;
        double im = 0;
        for (int l = 0; l < delays.length; l++) {
            int then = 2 * ((int) (index - delays[l]) & mask);
            re += taps[2 * l] * past[then] - taps[2 * l + 1] * past[then + 1];
            im += taps[2 * l] * past[then + 1] + taps[2 * l + 1] * past[then];
        }
        iq[at] = (float) re;
        iq[at + 1] = (float) im;
        index++;
    }
}
