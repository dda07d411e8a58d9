// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.Denoiser;

/** The trained {@link UNet} as a {@link Denoiser}; odd sides are evened out with a border of erased elements. */
public final class NetworkDenoiser implements Denoiser {

    /**
     * The cleanest link SNR (linear) that training saw together with erased elements, 30 dB; told a higher one, a network fills the holes with
     * nonsense.
     */
    private static final double CLEANEST_WITH_HOLES = 1000;

    private final NDManager manager;
    private final UNet network;

    /**
     * @param tensors weights by name
     * @param source  what error messages call the file
     */
    public NetworkDenoiser(Compute compute, Map<String, StoredTensor> tensors, UNet.Config config, String source) {
        manager = compute.manager().newSubManager();
        network = new UNet(Parameters.stored(manager, tensors, source), config);
    }

    @Override
    public Latent denoise(NoisyLatent link) {
        NoisyLatent noisy = link.snr() > CLEANEST_WITH_HOLES && link.hasErasures() ? link.toldSnr(CLEANEST_WITH_HOLES) : link;
        LatentShape shape = noisy.shape();
        int height = shape.height() + (shape.height() & 1);
        int width = shape.width() + (shape.width() & 1);
        float[] shrunk = new float[shape.channels() * height * width];
        float[] deviation = new float[shrunk.length];
        Arrays.fill(deviation, 1);
        float[] values = noisy.observed().values();
        float[] variance = noisy.variance();
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            int to = (row / shape.height() * height + row % shape.height()) * width;
            for (int x = 0; x < shape.width(); x++) {
                int from = row * shape.width() + x;
                float shrinkage = 1 / (1 + variance[from]);
                shrunk[to + x] = values[from] * shrinkage;
                deviation[to + x] = (float) Math.sqrt(1 - shrinkage);
            }
        }
        float[] time = new float[TimeEmbedding.SIZE];
        TimeEmbedding.write(noisy.snr(), time, 0);
        try (NDManager scope = manager.newSubManager()) {
            Shape padded = new Shape(1, shape.channels(), height, width);
            NDArray refined = network.apply(scope.create(shrunk, padded), scope.create(deviation, padded),
                    scope.create(time, new Shape(1, TimeEmbedding.SIZE, 1, 1)));
            return new Latent(shape, crop(refined.toFloatArray(), shape, height, width));
        }
    }

    private static float[] crop(float[] padded, LatentShape shape, int height, int width) {
        if (padded.length == shape.size()) {
            return padded;
        }
        float[] out = new float[shape.size()];
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            System.arraycopy(padded, (row / shape.height() * height + row % shape.height()) * width, out, row * shape.width(), shape.width());
        }
        return out;
    }

    @Override
    public void close() {
        manager.close();
    }
}
