// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;

/**
 * LPIPS 0.1 over SqueezeNet 1.1 (Zhang et al. 2018, eq. 1; Iandola et al. 2016): a learned distance of two pictures, 0 for equal ones.
 *
 * <p>Pixels are taken to [-1, 1], shifted and scaled per channel. Features after seven of the network's layers are divided by their length
 * over channels, the squared differences weighed by a 1x1 head, averaged over space and summed over the layers. Weights are known by the
 * SHA-256 of their names and values: any others would give numbers that nobody can compare.
 */
public final class LpipsNetwork implements AutoCloseable {

    /** Smallest side that reaches the last layer. */
    public static final int SMALLEST = 17;

    private static final String CONTENT = "3a4751ce9b0e3f0cb86ca7c1e62cbe98c6b773d0efbab7d50a78158a4e97c6b5";
    private static final float[] SHIFT = {-.030f, -.088f, -.188f};
    private static final float[] SCALE = {.458f, .448f, .450f};
    private static final double TINY = 1e-10;
    /** SqueezeNet's layers behind the first convolution: 0 is a pooling, else squeeze and expand width of a fire module. */
    private static final int[][] LAYERS = {{0}, {16, 64}, {16, 64}, {0}, {32, 128}, {32, 128}, {0}, {48, 192}, {48, 192}, {64, 256}, {64, 256}};
    /** Layers, counted as in {@link #LAYERS}, whose outputs are compared, beside the first convolution's. */
    private static final List<Integer> COMPARED = List.of(2, 5, 7, 8, 9, 10);

    private final NDManager manager;
    private final NDArray first;
    private final NDArray firstBias;
    private final List<Fire> layers = new ArrayList<>();
    private final List<NDArray> heads = new ArrayList<>();

    /**
     * @param tensors weights by name: torchvision's {@code net.N...} and {@code linN.weight}
     * @param source  what error messages call the file
     */
    public LpipsNetwork(Compute compute, Map<String, StoredTensor> tensors, String source) {
        String found = content(tensors);
        if (!found.equals(CONTENT)) {
            throw SemlinkException.input("%s does not hold the weights of LPIPS 0.1 for SqueezeNet (sha256 over names and values %.16s, "
                    + "expected %.16s); make it again as README.md says", source, found, CONTENT);
        }
        manager = compute.manager().newSubManager();
        Parameters parameters = Parameters.stored(manager, tensors, source);
        first = parameters.weight("net.0.weight", 0, 64, 3, 3, 3);
        firstBias = parameters.constant("net.0.bias", 0, 64);
        heads.add(parameters.weight("lin0.weight", 0, 1, 64, 1, 1));
        int channels = 64;
        for (int i = 0; i < LAYERS.length; i++) {
            if (LAYERS[i].length == 1) {
                layers.add(null);
                continue;
            }
            // Index among torchvision's features: convolution and ReLU stand before.
            layers.add(new Fire(parameters, "net." + (i + 2), channels, LAYERS[i][0], LAYERS[i][1]));
            channels = 2 * LAYERS[i][1];
            if (COMPARED.contains(i)) {
                heads.add(parameters.weight("lin" + heads.size() + ".weight", 0, 1, channels, 1, 1));
            }
        }
        parameters.requireAllUsed();
    }

    /** The distance of two planar RGB pictures in [0, 1], both {@code 3 * height * width} long, both sides at least {@link #SMALLEST}. */
    public double distance(float[] a, float[] b, int width, int height) {
        return Scope.call(manager, scope -> {
            List<NDArray> featuresA = features(scope.create(a, new Shape(1, 3, height, width)));
            List<NDArray> featuresB = features(scope.create(b, new Shape(1, 3, height, width)));
            double sum = 0;
            for (int i = 0; i < heads.size(); i++) {
                NDArray difference = unit(featuresA.get(i)).sub(unit(featuresB.get(i)));
                sum += Layers.conv2d(difference.square(), heads.get(i), null, 1, 0).mean().getFloat();
            }
            return sum;
        });
    }

    private List<NDArray> features(NDArray pixels) {
        NDManager scope = pixels.getManager();
        NDArray shift = scope.create(SHIFT, new Shape(1, 3, 1, 1));
        NDArray scale = scope.create(SCALE, new Shape(1, 3, 1, 1));
        NDArray x = pixels.mul(2).sub(1).sub(shift).div(scale);
        x = relu(Layers.conv2d(x, first, firstBias, 2, 0));
        List<NDArray> compared = new ArrayList<>(List.of(x));
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i) == null ? Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(0, 0), true) : layers.get(i).apply(x);
            if (COMPARED.contains(i)) {
                compared.add(x);
            }
        }
        return compared;
    }

    private static NDArray unit(NDArray features) {
        return features.div(features.square().sum(new int[] {1}, true).sqrt().add(TINY));
    }

    private static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    private static String content(Map<String, StoredTensor> tensors) {
        MessageDigest digest = Sha256.digest();
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor.values());
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        manager.close();
    }

    /** A fire module: 1x1 squeeze, then 1x1 and 3x3 expand side by side, each with ReLU. */
    private static final class Fire {

        private final NDArray[] weights = new NDArray[3];
        private final NDArray[] biases = new NDArray[3];

        Fire(Parameters parameters, String name, int in, int squeeze, int expand) {
            String[] parts = {".squeeze", ".expand1x1", ".expand3x3"};
            int[][] shapes = {{squeeze, in, 1}, {expand, squeeze, 1}, {expand, squeeze, 3}};
            for (int i = 0; i < 3; i++) {
                weights[i] = parameters.weight(name + parts[i] + ".weight", 0, shapes[i][0], shapes[i][1], shapes[i][2], shapes[i][2]);
                biases[i] = parameters.constant(name + parts[i] + ".bias", 0, shapes[i][0]);
            }
        }

        NDArray apply(NDArray x) {
            NDArray squeezed = relu(Layers.conv2d(x, weights[0], biases[0], 1, 0));
            NDArray one = Layers.conv2d(squeezed, weights[1], biases[1], 1, 0);
            NDArray three = Layers.conv2d(squeezed, weights[2], biases[2], 1, 1);
            return relu(Layers.concat(one, three));
        }
    }
}
