// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.digital;

/**
 * Gray-labelled square QAM, one real axis at a time: bits to levels of unit mean power, and received levels to log-likelihood ratios.
 *
 * <p>Bits are one per byte. Level of bits (b0, b1): b0 is the sign, b1 = 1 the inner level.
 */
enum Pam {

    /** Levels +-1, one bit a real. */
    QPSK(new float[] {1, -1}),
    /** Levels +-3 and +-1 over sqrt(5), two bits a real. */
    QAM16(new float[] {3 / (float) Math.sqrt(5), 1 / (float) Math.sqrt(5), -3 / (float) Math.sqrt(5), -1 / (float) Math.sqrt(5)});

    private final float[] levels;
    final int bits;

    Pam(float[] levels) {
        this.levels = levels;
        bits = Integer.numberOfTrailingZeros(levels.length);
    }

    /** The level of a label of {@link #bits} bits, the first on top. */
    float level(int label) {
        return levels[label];
    }

    /**
     * Log-likelihood ratio of bit {@code bit} (0 is the label's top), positive for 0, by the max-log rule:
     * {@code (min over levels of a 1 - min over levels of a 0) (v - x)^2 / (2 s^2)}.
     */
    float ratio(float value, float variance, int bit) {
        float[] nearest = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
        for (int label = 0; label < levels.length; label++) {
            float distance = (value - levels[label]) * (value - levels[label]);
            int b = label >> (bits - 1 - bit) & 1;
            nearest[b] = Math.min(nearest[b], distance);
        }
        return (nearest[1] - nearest[0]) / (2 * variance);
    }
}
