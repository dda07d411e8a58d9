// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import org.semlink.common.SemlinkException;

/**
 * What a training run is made of; two runs of equal configuration on equal pictures give equal weights.
 *
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
public record TrainingConfig(int steps, int batch, int crop, double learningRate, int warmup, double clipNorm, double averaging,
        double klWeight, double latentWeight, double minSnrDb, double maxSnrDb, long seed) {

    /** How the default model was made. */
    public static final TrainingConfig DEFAULT = new TrainingConfig(9000, 16, 128, 1e-3, 200, 1, 0.999, 1e-4, 0.2, -8, 30, 1);

    public TrainingConfig {
        require(steps >= 1, "steps", "at least 1", steps);
        require(batch >= 1, "batch", "at least 1", batch);
        require(crop >= 16 && crop % 16 == 0, "crop", "a multiple of 16 pixels", crop);
        require(learningRate > 0 && learningRate < 1, "learning-rate", "between 0 and 1", learningRate);
        require(clipNorm > 0, "clip-norm", "positive", clipNorm);
        require(minSnrDb < maxSnrDb, "min-snr", "below max-snr " + maxSnrDb, minSnrDb);
    }

    private static void require(boolean holds, String parameter, String rule, Object value) {
        if (!holds) {
            throw SemlinkException.input("training parameter %s must be %s, got %s", parameter, rule, value);
        }
    }

    /** Learning rate of step {@code step}: linear warm-up, then half a cosine down to one hundredth. */
    public double learningRateAt(long step) {
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
    }
}
