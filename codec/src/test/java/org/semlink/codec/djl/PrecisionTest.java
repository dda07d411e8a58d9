// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.common.SemlinkException;

/** Half precision on the CPU, where it is slow but the same code. */
class PrecisionTest {

    /** Half rounds to 2^-11: the difference must be there, and must not be more than some roundings. */
    @Test
    void layersComputeInHalfAndTheRestStaysSingle() {
        Map<String, StoredTensor> stored = Map.of("c.weight", noise(1, 4, 4, 3, 3), "c.bias", noise(2, 4), "given", noise(3, 5));
        try (Compute compute = Compute.open("cpu", Precision.FP16); NDManager scope = compute.manager().newSubManager()) {
            Parameters half = Parameters.stored(scope, stored, "t", compute.precision());
            NDArray x = scope.create(noise(4, 1, 4, 6, 6).values(), new Shape(1, 4, 6, 6));
            NDArray rounded = Conv.of(half, "c", 4, 4, 3, 1).apply(x);
            assertThat(rounded.getDataType()).isEqualTo(DataType.FLOAT16);
            assertThat(half.given("given", new float[5], 5).getDataType()).isEqualTo(DataType.FLOAT32);
            float[] exact = Conv.of(Parameters.stored(scope, stored, "t"), "c", 4, 4, 3, 1).apply(x).toFloatArray();
            float[] found = Layers.single(rounded).toFloatArray();
            double worst = 0;
            for (int i = 0; i < exact.length; i++) {
                worst = Math.max(worst, Math.abs(exact[i] - found[i]));
            }
            assertThat(worst).isBetween(1e-5, 0.05);
        }
    }

    /** 300 squared is more than the largest half, 65504. */
    @Test
    void groupNormDoesNotOverflow() {
        try (Compute compute = Compute.open("cpu", Precision.FP16); NDManager scope = compute.manager().newSubManager()) {
            float[] values = new float[32];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 2 == 0 ? 300 : -300;
            }
            NDArray x = scope.create(values, new Shape(1, 2, 4, 4)).toType(DataType.FLOAT16, false);
            NDArray ones = scope.ones(new Shape(2, 1, 1), DataType.FLOAT16);
            float[] normed = Layers.single(Layers.groupNorm(x, 1, ones, ones.mul(0))).toFloatArray();
            assertThat(normed).containsOnly(1, -1);
        }
    }

    @Test
    void weightsAndWordsBeyondTheRangeAreRefused() {
        Map<String, StoredTensor> stored = Map.of("c.weight", new StoredTensor(new long[] {1}, new float[] {65600}));
        try (Compute compute = Compute.open("cpu", Precision.FP16)) {
            assertThatThrownBy(() -> Parameters.stored(compute.manager(), stored, "t", Precision.FP16).constant("c.weight", 0, 1))
                    .isInstanceOf(SemlinkException.class).hasMessage("model file t: tensor c.weight holds 65600.0, fp16 goes up to 65504.0; use --precision fp32");
            assertThat(Parameters.stored(compute.manager(), stored, "t", Precision.FP32).constant("c.weight", 0, 1).toFloatArray()).containsExactly(65600);
        }
        Precision.FP16.requireFinite(new float[] {65504, -1}, "t");
        assertThatThrownBy(() -> Precision.FP16.requireFinite(new float[] {1, Float.NaN}, "t")).isInstanceOf(SemlinkException.class)
                .hasMessageStartingWith("t says NaN in fp16");
    }

    @Test
    void torchScriptIsRefusedInHalf() {
        try (Compute compute = Compute.open("cpu", Precision.FP16)) {
            assertThat(compute.precision()).hasToString("fp16");
            assertThatThrownBy(() -> new TorchScript(compute, new byte[0], "mine.pt")).isInstanceOf(SemlinkException.class)
                    .hasMessage("model file mine.pt computes in the precision that it was exported in, got --precision fp16; drop it");
        }
    }

    @Test
    void ratesAreMeasuredAndLeaveNothingBehind() {
        try (Compute compute = Compute.open("cpu")) {
            int before = compute.manager().getManagedArrays().size();
            assertThat(MatrixRate.convolution(compute, 1e-3)).isBetween(1e7, 1e14);
            assertThat(compute.manager().getManagedArrays()).hasSize(before);
        }
    }

    private static StoredTensor noise(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new StoredTensor(shape, values);
    }
}
