// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.SplittableRandom;
import org.semlink.common.Seeds;

/**
 * A seeded random permutation of n positions with a random sign each.
 *
 * <p>Fisher-Yates on raw 64-bit draws, not on {@code nextInt(bound)}, whose algorithm Java leaves open: both ends of a link must agree
 * whatever their Java version.
 */
final class Interleaver {

    private final int[] positions;
    private final long[] signs;

    Interleaver(int n, long seed) {
        positions = new int[n];
        SplittableRandom random = Seeds.random(seed, "interleaver");
        for (int i = 0; i < n; i++) {
            int j = (int) ((random.nextLong() >>> 33) * (i + 1) >>> 31);
            positions[i] = positions[j];
            positions[j] = i;
        }
        SplittableRandom coins = Seeds.random(seed, "signs");
        signs = new long[(n + 63) / 64];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = coins.nextLong();
        }
    }

    /** Where element {@code k} goes; a permutation of 0 to n-1. */
    int position(int k) {
        return positions[k];
    }

    /** +1 or -1 for element {@code k}. */
    int sign(int k) {
        return (signs[k >> 6] >>> k & 1) == 0 ? 1 : -1;
    }
}
