// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;

/**
 * Counts the floating-point operations of the convolutions that a thread runs, a multiplication and an addition as two.
 *
 * <p>What lies between them (activations, sums) is left out, as usual; a TorchScript file's are not seen.
 */
public final class Flops {

    private static final ThreadLocal<long[]> COUNTED = new ThreadLocal<>();

    private Flops() {
    }

    /** Operations of the convolutions that {@code work} runs on this thread. */
    public static long of(Runnable work) {
        long[] counted = new long[1];
        COUNTED.set(counted);
        try {
            work.run();
        } finally {
            COUNTED.remove();
        }
        return counted[0];
    }

    /** A convolution with {@code weight} [out, in, h, w] gave {@code output} [b, out, y, x]. */
    static void add(NDArray output, NDArray weight) {
        long[] counted = COUNTED.get();
        if (counted != null) {
            counted[0] += 2 * output.size() * (weight.size() / weight.getShape().get(0));
        }
    }
}
