// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;

/**
 * Finds unmodulated carriers among the block spectra of a single-carrier payload.
 *
 * <p>The mean power of n blocks is Gamma(n) distributed in each of 2048 bins; a bin that exceeds the mean of its neighbours, 5 to 16 bins
 * away, by 4.9 deviations of that (Wilson and Hilferty 1931; by chance in one burst of 1000) is taken for a tone, unless a stronger one is
 * within 32 bins. Tones down to -33 dB of the signal are found in a long burst. Reused burst by burst; one thread.
 */
final class ToneFinder {

    private static final int BINS = BlockEqualiser.BLOCK;
    private static final int NEAREST = 5;
    private static final int FARTHEST = 16;
    private static final int APART = 32;
    private static final double DEVIATIONS = 4.9;
    /** Blocks overlap by a quarter. */
    private static final double INDEPENDENT = 0.8;
    private static final int[] NONE = {};

    private final float[] power = new float[BINS];
    private final float[] ratio = new float[BINS];
    /** Power below each bin, from -1024 on. */
    private final double[] sum = new double[BINS + 1];
    private int blocks;

    void clear() {
        Arrays.fill(power, 0);
        blocks = 0;
    }

    /** Adds the spectrum of a block, interleaved. */
    void add(float[] spectrum) {
        for (int k = 0; k < BINS; k++) {
            power[k] += spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1];
        }
        blocks++;
    }

    /** Signed bins of the tones within {@code half} bins of the centre, the clearest first, {@code most} at most. */
    int[] find(int half, int most) {
        double threshold = threshold();
        Arrays.fill(ratio, 0);
        for (int i = 0; i < BINS; i++) {
            sum[i + 1] = sum[i] + power[i - BINS / 2 & BINS - 1];
        }
        boolean any = false;
        for (int i = BINS / 2 - half + FARTHEST; i <= BINS / 2 + half - FARTHEST; i++) {
            double around = sum[i + FARTHEST + 1] - sum[i + NEAREST] + sum[i - NEAREST + 1] - sum[i - FARTHEST];
            int k = i - BINS / 2 & BINS - 1;
            double r = power[k] * 2 * (FARTHEST - NEAREST + 1) / Math.max(around, Float.MIN_NORMAL);
            if (r > threshold) {
                ratio[k] = (float) r;
                any = true;
            }
        }
        if (!any) {
            return NONE;
        }
        int[] tones = new int[most];
        int count = 0;
        while (count < most && strongest() >= 0) {
            int k = strongest();
            tones[count++] = k < BINS / 2 ? k : k - BINS;
            for (int d = -APART; d <= APART; d++) {
                ratio[k + d & BINS - 1] = 0;
            }
        }
        return Arrays.copyOf(tones, count);
    }

    private double threshold() {
        double n = Math.max(1, INDEPENDENT * blocks);
        return Math.pow(1 - 1 / (9 * n) + DEVIATIONS / (3 * Math.sqrt(n)), 3);
    }

    private int strongest() {
        int best = 0;
        for (int k = 1; k < BINS; k++) {
            best = ratio[k] > ratio[best] ? k : best;
        }
        return ratio[best] > 0 ? best : -1;
    }
}
