// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.semlink.common.SemlinkException;

class ParametersTest {

    @Test
    void missingMisshapenAndUnknownTensorsAreNamed() {
        try (Compute compute = Compute.open("cpu")) {
            Map<String, StoredTensor> file = Map.of("a", new StoredTensor(new long[] {2, 2}, new float[4]));
            Parameters parameters = Parameters.stored(compute.manager(), file, "weights.safetensors");
            assertThatThrownBy(() -> parameters.constant("b", 0, 3)).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("weights.safetensors lacks tensor b");
            assertThatThrownBy(() -> parameters.constant("a", 0, 4)).hasMessageContaining("must have shape [4], has [2, 2]");
            assertThatThrownBy(parameters::requireAllUsed).hasMessageContaining("unknown tensors [a]");
            parameters.constant("a", 0, 2, 2);
            parameters.requireAllUsed();
        }
    }

    @Test
    void initialisationHasTheStatedVarianceAndDependsOnNameAndSeedOnly() {
        try (Compute compute = Compute.open("cpu")) {
            Parameters first = Parameters.initialised(compute.manager(), 1);
            float[] weight = first.weight("w", 2, 64, 32, 3, 3).toFloatArray();
            double sum = 0;
            for (float value : weight) {
                sum += value * value;
            }
            // 18,432 draws: the variance scatters by 1 %, a wrong fan-in (64 * 9) would halve it.
            assertThat(sum / weight.length).isBetween(2.0 / 288 * 0.95, 2.0 / 288 * 1.05);
            Parameters second = Parameters.initialised(compute.manager(), 1);
            second.weight("other", 1, 5, 5);
            assertThat(second.weight("w", 2, 64, 32, 3, 3).toFloatArray()).isEqualTo(weight);
            assertThat(Parameters.initialised(compute.manager(), 2).weight("w", 2, 64, 32, 3, 3).toFloatArray()).isNotEqualTo(weight);
            assertThat(new HashMap<>(first.store())).containsOnlyKeys("w");
        }
    }

    @Test
    void absentGpuIsAnErrorNotAFallback() {
        try (Compute compute = Compute.open("cpu")) {
            assertThat(compute.device()).isEqualTo("cpu");
        }
        assertThatThrownBy(() -> Compute.open("tpu")).isInstanceOf(SemlinkException.class).hasMessageContaining("'tpu'");
        assertThatThrownBy(() -> Compute.open("gpu:99")).isInstanceOf(SemlinkException.class).hasMessageContaining("gpu:99");
    }
}
