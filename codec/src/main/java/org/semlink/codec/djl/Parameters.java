// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;

/**
 * The named weights of one network on one device.
 *
 * <p>A network asks for each weight by name and shape. From stored tensors the weight must be there with just that shape; without them it
 * is initialised, each by its own child seed, so that adding a layer never changes the start of another. Owned by the manager given.
 */
public final class Parameters {

    private final NDManager manager;
    private final Map<String, StoredTensor> stored;
    private final String source;
    private final long seed;
    private final Precision precision;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private Parameters(NDManager manager, Map<String, StoredTensor> stored, String source, long seed, Precision precision) {
        this.manager = manager;
        this.stored = stored;
        this.source = source;
        this.seed = seed;
        this.precision = precision;
    }

    /** Weights that will be initialised from {@code seed}. */
    public static Parameters initialised(NDManager manager, long seed) {
        return new Parameters(manager, null, "", seed, Precision.FP32);
    }

    /** Weights that must come from {@code stored}; {@code source} is what error messages call the file. */
    public static Parameters stored(NDManager manager, Map<String, StoredTensor> stored, String source) {
        return stored(manager, stored, source, Precision.FP32);
    }

    /** As above; layers compute in {@code precision}, what is {@link #given} stays single. */
    public static Parameters stored(NDManager manager, Map<String, StoredTensor> stored, String source, Precision precision) {
        return new Parameters(manager, stored, source, 0, precision);
    }

    /** A convolution or matrix weight [out, in, ...]: normal with variance {@code gain / fanIn} (He et al. 2015 at gain 2). */
    public NDArray weight(String name, double gain, long... shape) {
        long fanIn = StoredTensor.elements(shape) / shape[0];
        return take(name, shape, precision, () -> normal(name, Math.sqrt(gain / fanIn), shape));
    }

    /** A weight that starts at {@code value}. */
    public NDArray constant(String name, float value, long... shape) {
        return take(name, shape, precision, () -> {
            float[] values = new float[Math.toIntExact(StoredTensor.elements(shape))];
            Arrays.fill(values, value);
            return values;
        });
    }

    /** A weight that starts at {@code values}. */
    public NDArray given(String name, float[] values, long... shape) {
        return take(name, shape, Precision.FP32, values::clone);
    }

    private NDArray take(String name, long[] shape, Precision as, java.util.function.Supplier<float[]> start) {
        if (arrays.containsKey(name)) {
            throw new IllegalArgumentException("weight " + name + " is declared twice");
        }
        float[] values = stored == null ? start.get() : fromFile(name, shape);
        as.requireFits(values, name, source);
        NDArray array = manager.create(values, new Shape(shape));
        if (as != Precision.FP32) {
            try (NDArray single = array) {
                array = single.toType(as.type(), false);
            }
        }
        arrays.put(name, array);
        return array;
    }

    private float[] fromFile(String name, long[] shape) {
        StoredTensor tensor = stored.get(name);
        if (tensor == null) {
            throw SemlinkException.input("model file %s lacks tensor %s; it belongs to another architecture or version", source, name);
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw SemlinkException.input("model file %s: tensor %s must have shape %s, has %s", source, name,
                    Arrays.toString(shape), Arrays.toString(tensor.shape()));
        }
        return tensor.values();
    }

    private float[] normal(String name, double deviation, long[] shape) {
        SplittableRandom random = Seeds.random(seed, name);
        float[] values = new float[Math.toIntExact(StoredTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** Refuses a file that holds tensors which no layer asked for. */
    public void requireAllUsed() {
        if (stored != null) {
            Set<String> unused = new LinkedHashSet<>(stored.keySet());
            unused.removeAll(arrays.keySet());
            if (!unused.isEmpty()) {
                throw SemlinkException.input("model file %s holds unknown tensors %s; it belongs to another architecture or version", source, unused);
            }
        }
    }

    /** Weights by name in order of declaration; the arrays themselves, for the optimiser. */
    public Map<String, NDArray> arrays() {
        return java.util.Collections.unmodifiableMap(arrays);
    }

    /** A copy of all weights, for saving. */
    public Map<String, StoredTensor> store() {
        Map<String, StoredTensor> copy = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copy.put(name, new StoredTensor(array.getShape().getShape(), array.toFloatArray())));
        return copy;
    }
}
