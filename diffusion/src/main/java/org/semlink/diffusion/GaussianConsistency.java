// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;

/**
 * The exact consistency function of a white Gaussian source {@code u ~ N(0, lambda)}: {@code f(v) = v sqrt(lambda / (lambda + s^2))}.
 *
 * <p>The probability-flow ODE multiplies a value by the ratio of the marginal deviations at its two ends (Song et al. 2021); this is its clean end, to
 * which DDIM tends with many steps.
 */
public final class GaussianConsistency implements Denoiser {

    private final double lambda;

    /** @param lambda variance of the source, positive */
    public GaussianConsistency(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        float[] values = noisy.observed().values();
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (values[i] * Math.sqrt(lambda / (lambda + noisy.variance()[i])));
        }
        return new Latent(noisy.shape(), out);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
