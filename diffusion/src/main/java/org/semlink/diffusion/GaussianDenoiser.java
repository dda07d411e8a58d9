// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;

/**
 * The exact denoiser of a white Gaussian source {@code u ~ N(0, lambda)}: {@code E[u | v] = lambda v / (lambda + s^2)}.
 *
 * <p>An oracle that needs no network: with it every sampler's error is known in closed form. At lambda = 1 it is linear MMSE shrinkage
 * of a standardised latent.
 */
public final class GaussianDenoiser implements Denoiser {

    private final double lambda;

    /** @param lambda variance of the source, positive */
    public GaussianDenoiser(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        float[] values = noisy.observed().values();
        float[] variance = noisy.variance();
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (values[i] * (lambda / (lambda + variance[i])));
        }
        return new Latent(noisy.shape(), out);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
