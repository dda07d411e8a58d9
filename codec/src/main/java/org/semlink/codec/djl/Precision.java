// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.types.DataType;
import java.util.Locale;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/**
 * What the layers of a network compute in: IEEE single or half precision.
 *
 * <p>In half precision the convolutions and what lies between them are half; linear transforms, and what a network adds its word to, stay single.
 * bfloat16 is missing because DJL's bridge aborts on it.
 */
public enum Precision {
    FP32(DataType.FLOAT32, Float.MAX_VALUE), FP16(DataType.FLOAT16, 65504);

    /** Precisions by the names that {@code --precision} takes. */
    public static final Registry<Precision> REGISTRY = Registry.<Precision>of("precision").with("fp32", FP32).with("fp16", FP16);

    private final DataType type;
    private final float largest;

    Precision(DataType type, float largest) {
        this.type = type;
        this.largest = largest;
    }

    /** Refuses weights that would become infinite. */
    void requireFits(float[] values, String tensor, String file) {
        for (float value : values) {
            if (value > largest || value < -largest) {
                throw SemlinkException.input("model file %s: tensor %s holds %s, %s goes up to %s; use --precision fp32", file, tensor, value, this, largest);
            }
        }
    }

    /**
     * Refuses what a network says when a layer of it left the precision's range.
     *
     * @param network what error messages call it
     */
    public void requireFinite(float[] values, String network) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw SemlinkException.input("%s says %s in %s: a layer left the range of its numbers, or its input was none; use --precision fp32 or another "
                        + "model", network, value, this);
            }
        }
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
