// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Function;

/**
 * A loss and its gradient by one array. Any thread may ask at any time; DJL's own collector serves one thread of a process.
 *
 * @param loss     where the gradient was taken
 * @param gradient in the order of the array's elements
 */
public record Gradient(float loss, float[] gradient) {

    /**
     * At {@code x}.
     *
     * @param loss makes a single number of x by operators that keep what their gradient needs, see {@link Layers#times}
     */
    public static Gradient of(NDArray x, Function<NDArray, NDArray> loss) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            x.setRequiresGradient(true);
            NDArray value = loss.apply(x);
            JniUtils.backward((PtNDArray) value, (PtNDArray) value.onesLike(), false, false);
            try (NDArray gradient = x.getGradient()) {
                return new Gradient(value.getFloat(), gradient.toFloatArray());
            }
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
