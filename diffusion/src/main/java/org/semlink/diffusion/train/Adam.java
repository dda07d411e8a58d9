// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.semlink.codec.djl.StoredTensor;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with clipping by global norm and an exponential moving average of the weights.
 *
 * <p>Ours because DJL's optimisers neither save their state (resuming must be exact) nor clip correctly: its clamp is one-sided.
 */
final class Adam {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.99f;
    private static final float EPSILON = 1e-8f;

    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> mean = new LinkedHashMap<>();
    private final Map<String, NDArray> square = new LinkedHashMap<>();
    private final Map<String, NDArray> average = new LinkedHashMap<>();

    /** Optimises {@code weights} in place; its own arrays belong to {@code manager}. */
    Adam(NDManager manager, Map<String, NDArray> weights) {
        this.weights = weights;
        weights.forEach((name, weight) -> {
            mean.put(name, manager.zeros(weight.getShape()));
            square.put(name, manager.zeros(weight.getShape()));
            average.put(name, manager.create(weight.toFloatArray(), weight.getShape()));
        });
    }

    /** Root of the summed squares of all gradients. */
    double gradientNorm() {
        double sum = 0;
        for (NDArray weight : weights.values()) {
            try (NDArray gradient = weight.getGradient(); NDArray squares = gradient.square(); NDArray total = squares.sum()) {
                sum += total.getFloat();
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * One update from the weights' gradients.
     *
     * @param step  steps done before this one
     * @param scale what gradients are multiplied by first (clipping)
     */
    void update(long step, double learningRate, double scale, double averaging) {
        float rate = (float) (learningRate / (1 - Math.pow(BETA1, step + 1)));
        float debias = (float) (1 / (1 - Math.pow(BETA2, step + 1)));
        float keep = (float) Math.min(averaging, (1.0 + step) / (10.0 + step));
        weights.forEach((name, weight) -> {
            NDArray m = mean.get(name);
            NDArray v = square.get(name);
            try (NDManager scope = weight.getManager().newSubManager()) {
                NDArray gradient = weight.getGradient();
                gradient.attach(scope);
                gradient.muli((float) scale);
                m.muli(BETA1).addi(scoped(scope, gradient.mul(1 - BETA1)));
                v.muli(BETA2).addi(scoped(scope, gradient.square()).muli(1 - BETA2));
                NDArray denominator = scoped(scope, v.mul(debias)).sqrt().addi(EPSILON);
                denominator.attach(scope);
                weight.subi(scoped(scope, m.mul(rate)).divi(denominator));
                gradient.muli(0);
                average.get(name).muli(keep).addi(scoped(scope, weight.mul(1 - keep)));
            }
        });
    }

    private static NDArray scoped(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }

    /** Runs {@code task} with the averaged weights in the network's place, then puts the others back. */
    <T> T withAverages(Supplier<T> task) {
        swap();
        try {
            return task.get();
        } finally {
            swap();
        }
    }

    private void swap() {
        weights.forEach((name, weight) -> {
            float[] own = weight.toFloatArray();
            NDArray other = average.get(name);
            weight.set(other.toFloatArray());
            other.set(own);
        });
    }

    /** Averaged weights by name. */
    Map<String, NDArray> averages() {
        return average;
    }

    /** Copies the whole state into {@code to}, keys prefixed by part. */
    void save(Map<String, StoredTensor> to) {
        parts().forEach((part, arrays) -> arrays.forEach((name, array) ->
                to.put(part + name, new StoredTensor(array.getShape().getShape(), array.toFloatArray()))));
    }

    /** Restores what {@link #save} wrote. */
    void load(Checkpoint from) {
        parts().forEach((part, arrays) -> arrays.forEach((name, array) ->
                array.set(from.tensor(part + name, array.getShape().getShape()).values())));
    }

    private Map<String, Map<String, NDArray>> parts() {
        Map<String, Map<String, NDArray>> parts = new LinkedHashMap<>();
        parts.put("weight/", weights);
        parts.put("mean/", mean);
        parts.put("square/", square);
        parts.put("average/", average);
        return parts;
    }
}
