// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.types.DataType;
import java.util.Locale;
import org.semlink.common.Registry;

/**
 * What the layers of a network compute in: IEEE single or half precision.
 *
 * <p>In half precision the convolutions and what lies between them are half; linear transforms, and what a network adds its word to, stay single.
 * bfloat16 is missing because DJL's bridge aborts on it.
 */
public enum Precision {
    FP32(DataType.FLOAT32), FP16(DataType.FLOAT16);

    /** Precisions by the names that {@code --precision} takes. */
    public static final Registry<Precision> REGISTRY = Registry.<Precision>of("precision").with("fp32", FP32).with("fp16", FP16);

    private final DataType type;

    Precision(DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }

    /** As {@code --precision} takes it and results state it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
