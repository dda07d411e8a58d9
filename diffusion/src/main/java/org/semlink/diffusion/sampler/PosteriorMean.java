// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/** One step to the posterior mean (Tweedie): the least squared error, whatever the path's length beyond its start. */
final class PosteriorMean implements Sampler {

    @Override
    public Latent sample(NoisyLatent start, Denoiser denoiser, SamplingPath path, SplittableRandom random) {
        return path.length() == 0 ? start.observed() : denoiser.denoise(start);
    }
}
