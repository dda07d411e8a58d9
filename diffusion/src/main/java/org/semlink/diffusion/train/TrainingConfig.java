// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;

/**
 * What a training run is made of; two runs of equal configuration on equal pictures give equal weights.
 *
 * @param channels     of the latent: 32 for k/n = 1/12, 64 for 1/6
 * @param steps        optimiser steps in all
 * @param batch        crops a step
 * @param crop         side of a crop in pixels, a multiple of 16
 * @param learningRate peak of the cosine schedule after {@code warmup} linear steps
 * @param warmup       steps of linear growth
 * @param clipNorm     largest global gradient norm
 * @param averaging    decay of the exponential moving average of the weights
 * @param klWeight     weight of the VAE's Kullback-Leibler term, per latent element
 * @param latentWeight weight of the denoiser's own loss on the latent
 * @param minSnrDb     lower end of the uniform draw of the link SNR
 * @param maxSnrDb     upper end
 * @param seed         of weights, crops and noise
 */
public record TrainingConfig(int channels, int steps, int batch, int crop, double learningRate, int warmup, double clipNorm, double averaging,
        double klWeight, double latentWeight, double minSnrDb, double maxSnrDb, long seed) {

    /** How the default model was made. */
    public static final TrainingConfig DEFAULT =
            new TrainingConfig(VaeNetwork.Config.DEFAULT.channels(), 9000, 16, 128, 1e-3, 200, 1, 0.999, 1e-4, 0.2, -8, 30, 1);

    public TrainingConfig {
        Optimisation.require(channels >= 2 && channels <= BlockTransform.SIZE && channels % 2 == 0, "channels", "even, 2 to " + BlockTransform.SIZE, channels);
        Optimisation.require(batch >= 1, "batch", "at least 1", batch);
        Optimisation.require(crop >= 16 && crop % 16 == 0, "crop", "a multiple of 16 pixels", crop);
        Optimisation.require(minSnrDb < maxSnrDb, "min-snr", "below max-snr " + maxSnrDb, minSnrDb);
        new Optimisation(steps, learningRate, warmup, clipNorm, averaging);
    }

    /** The part that is about moving weights. */
    Optimisation optimisation() {
        return new Optimisation(steps, learningRate, warmup, clipNorm, averaging);
    }
}
