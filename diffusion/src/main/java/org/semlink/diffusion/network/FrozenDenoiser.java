// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.EffectiveSnr;
import org.semlink.codec.djl.WholeSides;

/**
 * A denoiser that stays as it is while gradients pass through it. Behind an up-sampler it is told of the posterior what a receiver tells it.
 *
 * <p>It was trained on noise that is independent from element to element, which an up-sampler's error is not. Only what is trained through it leaves an error that it
 * takes for noise.
 */
public final class FrozenDenoiser {

    /** The network halves what it is given. */
    private static final int UNET_SCALES = 2;

    private final UNet network;
    private final LatentFormat format;

    /** @param format of the latents */
    public FrozenDenoiser(UNet network, LatentFormat format) {
        this.network = network;
        this.format = format;
    }

    /** The latent behind the denoiser [b, C, h, w]; {@code snr} is the link's, linear, the same for all. */
    public NDArray apply(NDArray shrunk, NDArray deviation, double snr, NDManager scope) {
        float[] time = new float[TimeEmbedding.SIZE];
        TimeEmbedding.write(snr, time, 0);
        return apply(shrunk, deviation, scope.create(time, new Shape(1, TimeEmbedding.SIZE, 1, 1)));
    }

    /** The latent's posterior mean [b, C, h, w] behind the denoiser. */
    public NDArray apply(BandwidthNetwork.Posterior posterior, NDManager scope) {
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
        return apply(posterior.mean(), variance.sqrt(), scope.create(time, new Shape(crops, TimeEmbedding.SIZE, 1, 1)));
    }

    /** As a receiver does it: what is beyond an odd side was lost. */
    private NDArray apply(NDArray shrunk, NDArray deviation, NDArray told) {
        return WholeSides.cropped(network.apply(WholeSides.filling(shrunk, UNET_SCALES, 0), WholeSides.filling(deviation, UNET_SCALES, 1), told), shrunk.getShape());
    }
}
