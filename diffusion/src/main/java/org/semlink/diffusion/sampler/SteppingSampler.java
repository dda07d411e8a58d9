// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/** The loop that the many-step samplers share: denoise, then move every element to the next noise level. */
abstract class SteppingSampler implements Sampler {

    @Override
    public final Latent sample(NoisyLatent start, Denoiser denoiser, SamplingPath path, SplittableRandom random) {
        if (path.length() == 0) {
            return start.observed();
        }
        NoisyLatent state = start;
        for (int k = 0; k < path.length() - 1; k++) {
            Latent clean = denoiser.denoise(state);
            state = step(state, clean, path.snr(k + 1), random);
        }
        return denoiser.denoise(state);
    }

    private NoisyLatent step(NoisyLatent state, Latent clean, double nextSnr, SplittableRandom random) {
        float[] v = state.observed().values();
        float[] u = clean.values();
        float[] variance = state.variance();
        double ratio = state.snr() / nextSnr;
        float[] next = new float[v.length];
        float[] nextVariance = new float[v.length];
        for (int i = 0; i < v.length; i++) {
            boolean erased = Float.isInfinite(variance[i]);
            nextVariance[i] = (float) (variance[i] * ratio);
            next[i] = erased ? 0 : (float) move(v[i], u[i], variance[i], ratio, random);
        }
        return new NoisyLatent(new Latent(state.shape(), next), nextVariance, nextSnr);
    }

    /**
     * The element's value at the next level.
     *
     * @param v        its value at noise {@code variance}
     * @param u        the denoiser's word
     * @param ratio    next noise variance divided by this one, at most 1
     */
    abstract double move(double v, double u, double variance, double ratio, SplittableRandom random);
}
