// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import java.util.Arrays;

/** A named weight as it stands in a file: shape and values, row-major. Immutable by convention. */
public final class StoredTensor {

    private final long[] shape;
    private final float[] values;

    /** Takes ownership of both arrays; {@code values.length} is the product of {@code shape}. */
    public StoredTensor(long[] shape, float[] values) {
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException("tensor " + Arrays.toString(shape) + " cannot hold " + values.length + " values");
        }
        this.shape = shape;
        this.values = values;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Row-major values; read only. */
    public float[] values() {
        return values;
    }

    static long elements(long... shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
