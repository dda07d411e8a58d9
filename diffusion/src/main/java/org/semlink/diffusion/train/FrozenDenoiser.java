// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.EffectiveSnr;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/**
 * A denoiser that stays as it is behind an up-sampler that learns: it is told of the posterior what a receiver tells it, and gradients pass through it.
 *
 * <p>It was trained on noise that is independent from element to element, which an up-sampler's error is not. Only what is trained through it leaves an error that it
 * takes for noise.
 */
final class FrozenDenoiser {

    private final UNet network;
    private final LatentFormat format;

    /**
     * @param format  of the latents
     * @param manager owns the weights
     */
    FrozenDenoiser(Map<String, StoredTensor> weights, UNet.Config sizes, LatentFormat format, NDManager manager) {
        network = new UNet(Parameters.stored(manager, weights, "denoiser"), sizes);
        this.format = format;
    }

    /** The latent's posterior mean [b, C, h, w], h and w even, behind the denoiser. */
    NDArray apply(BandwidthNetwork.Posterior posterior, NDManager scope) {
        NDArray variance = posterior.logVariance().exp().clip(BandwidthModule.LEAST_VARIANCE, BandwidthModule.MOST_VARIANCE);
        Shape shape = variance.getShape();
        int crops = (int) shape.get(0);
        LatentShape crop = new LatentShape((int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
        float[] values = variance.toFloatArray();
        float[] time = new float[crops * TimeEmbedding.SIZE];
        for (int b = 0; b < crops; b++) {
            double snr = EffectiveSnr.of(format, crop, Arrays.copyOfRange(values, b * crop.size(), (b + 1) * crop.size()));
            TimeEmbedding.write(snr, time, b * TimeEmbedding.SIZE);
        }
        return network.apply(posterior.mean(), variance.sqrt(), scope.create(time, new Shape(crops, TimeEmbedding.SIZE, 1, 1)));
    }
}
