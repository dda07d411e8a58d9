// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;

/**
 * What a receiver knows of values of unit variance behind noise, as arrays that gradients pass through.
 *
 * @param shrunk    linear estimates {@code v / (1 + s^2)}
 * @param deviation their posterior deviations {@code s / sqrt(1 + s^2)}
 */
public record Observation(NDArray shrunk, NDArray deviation) {

    /** Without any noise the root of its variance has no gradient. */
    private static final float LEAST_VARIANCE = 1e-8f;

    /**
     * Of {@code values} behind noise.
     *
     * @param variance of every element's noise, shaped as the values
     * @param gaussian of unit variance
     */
    public static Observation of(NDArray values, NDArray variance, NDArray gaussian) {
        NDArray least = variance.add(LEAST_VARIANCE);
        NDArray received = values.add(least.sqrt().mul(gaussian));
        NDArray shrinkage = Layers.reciprocal(least.add(1));
        return new Observation(received.mul(shrinkage), least.mul(shrinkage).sqrt());
    }

    /** The same where {@code sent} is 1; where it is 0 nothing is known. */
    public Observation where(NDArray sent) {
        return new Observation(shrunk.mul(sent), deviation.mul(sent).add(sent.neg().add(1)));
    }
}
