// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;

/**
 * What a device computes at most, measured: floating-point operations per second of one large operation in its precision.
 *
 * <p>The best of the rounds that fit into the time given, since anything else that runs can only slow one down. A round ends when a value has
 * come back from the device.
 */
public final class MatrixRate {

    private static final int CPU_SIDE = 2048;
    private static final int GPU_SIDE = 8192;
    private static final int CHANNELS = 128;
    private static final int PICTURE = 96;
    private static final int CPU_BATCH = 4;
    private static final int GPU_BATCH = 64;

    private MatrixRate() {
    }

    /** Of a product of two square matrices, 2048 a side on the CPU and 8192 on a GPU. */
    public static double product(Compute compute, double seconds) {
        int side = isGpu(compute) ? GPU_SIDE : CPU_SIDE;
        try (NDManager scope = compute.manager().newSubManager()) {
            NDArray matrix = noise(scope, compute, side, side);
            return best(scope, () -> matrix.matMul(matrix), 2.0 * side * side * side, seconds);
        }
    }

    /** Of a 3x3 convolution of 128 channels over 4 pictures of 96x96 on the CPU, 64 on a GPU. */
    public static double convolution(Compute compute, double seconds) {
        int batch = isGpu(compute) ? GPU_BATCH : CPU_BATCH;
        try (NDManager scope = compute.manager().newSubManager()) {
            NDArray pictures = noise(scope, compute, batch, CHANNELS, PICTURE, PICTURE);
            NDArray weight = noise(scope, compute, CHANNELS, CHANNELS, 3, 3);
            double flops = 2.0 * 9 * CHANNELS * CHANNELS * batch * PICTURE * PICTURE;
            return best(scope, () -> Layers.conv2d(pictures, weight, null, 1, 1), flops, seconds);
        }
    }

    private static boolean isGpu(Compute compute) {
        return compute.manager().getDevice().isGpu();
    }

    private static NDArray noise(NDManager scope, Compute compute, long... shape) {
        return scope.randomNormal(0, 0.05f, new Shape(shape), DataType.FLOAT32).toType(compute.precision().type(), false);
    }

    private static double best(NDManager parent, Supplier<NDArray> operation, double flops, double seconds) {
        double best = 0;
        long end = 0;
        for (int round = 0; round < 3 || System.nanoTime() < end; round++) {
            long start = System.nanoTime();
            try (NDManager scope = parent.newSubManager()) {
                NDArray result = operation.get();
                result.attach(scope);
                Layers.single(result.flatten().get("0:1")).toFloatArray();
            }
            if (round == 0) {
                end = System.nanoTime() + (long) (seconds * 1e9);
            } else {
                best = Math.max(best, flops * 1e9 / (System.nanoTime() - start));
            }
        }
        return best;
    }
}
