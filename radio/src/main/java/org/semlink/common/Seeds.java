// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import java.util.SplittableRandom;

/**
 * Child seeds derived by name, so that adding one random thing never shifts the numbers of another.
 *
 * <p>The name is folded in with FNV-1a and mixed by the finaliser of SplitMix64 (Steele et al. 2014).
 */
public final class Seeds {

    private Seeds() {
    }

    /** Seed of the thing called {@code name} under {@code seed}. */
    public static long child(long seed, String name) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x100000001b3L;
        }
        return mix(seed ^ mix(h));
    }

    /** Seed of the {@code index}-th thing called {@code name} under {@code seed}. */
    public static long child(long seed, String name, long index) {
        return mix(child(seed, name) + index * 0x9e3779b97f4a7c15L);
    }

    /** Generator of the thing called {@code name} under {@code seed}; not for use by several threads. */
    public static SplittableRandom random(long seed, String name) {
        return new SplittableRandom(child(seed, name));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
