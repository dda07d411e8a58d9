// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.semlink.codec.djl.Compute;

/** The optimiser against the algorithm's text in plain doubles. */
class AdamTest {

    @Test
    void followsThePaperWithTwoSidedClippingAndAveraging() {
        double[] w = {5, -5, 0.1};
        double[] m = new double[3];
        double[] v = new double[3];
        double[] average = w.clone();
        try (Compute compute = Compute.open("cpu")) {
            NDArray weight = compute.manager().create(new float[] {5, -5, 0.1f});
            Adam adam = new Adam(compute.manager(), Map.of("w", weight));
            weight.setRequiresGradient(true);
            for (int step = 0; step < 20; step++) {
                backward(compute, weight);
                double norm = Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
                assertThat(adam.gradientNorm()).as("step %d", step).isCloseTo(norm, within(1e-4));
                double clip = Math.min(1, 1 / norm);
                adam.update(step, 0.1, clip, 0.9);
                double keep = Math.min(0.9, (1.0 + step) / (10.0 + step));
                for (int i = 0; i < 3; i++) {
                    double g = clip * w[i];
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.99 * v[i] + 0.01 * g * g;
                    w[i] -= 0.1 * m[i] / (1 - Math.pow(0.9, step + 1)) / (Math.sqrt(v[i] / (1 - Math.pow(0.99, step + 1))) + 1e-8);
                    average[i] = keep * average[i] + (1 - keep) * w[i];
                    assertThat((double) weight.toFloatArray()[i]).as("step %d weight %d", step, i).isCloseTo(w[i], within(2e-4));
                    assertThat((double) adam.averages().get("w").toFloatArray()[i]).isCloseTo(average[i], within(2e-4));
                }
            }
        }
    }

    /** Gradient of |w|^2 / 2 is w: accumulation over steps would show as a growing norm. */
    private static void backward(Compute compute, NDArray weight) {
        try (NDManager scope = compute.manager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(scope.create(0.5f).mul(weight).mul(weight).sum());
        }
    }
}
