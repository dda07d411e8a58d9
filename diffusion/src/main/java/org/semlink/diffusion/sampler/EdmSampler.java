// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/**
 * Heun's second-order steps with churn (Karras et al. 2022, Algorithm 2): add a little noise, then integrate the ODE over both levels.
 *
 * <p>At each of the N levels sigma grows by {@code 1 + min(churn / N, sqrt(2) - 1)}; then {@code d = (v - D(v)) / sigma}, an Euler step, d again at
 * its end, and a step with the mean of both. Their S_noise is 1 and the churn acts at every level. All elements grow by the same
 * factor, each from its own noise. N levels take 2 N - 1 evaluations: the last step, which ends without noise, is Euler's. Without
 * churn it is their deterministic sampler.
 */
final class EdmSampler implements Sampler {

    private static final double MOST = Math.sqrt(2) - 1;

    private final double churn;

    /** @param churn their S_churn, spread over all levels; 0 for the deterministic sampler */
    EdmSampler(double churn) {
        this.churn = churn;
    }

    @Override
    public int evaluations(SamplingPath path) {
        return Math.max(0, 2 * path.length() - 1);
    }

    @Override
    public Latent sample(NoisyLatent start, Denoiser denoiser, SamplingPath path, SplittableRandom random) {
        if (path.length() == 0) {
            return start.observed();
        }
        double growth = 1 + Math.min(churn / path.length(), MOST);
        NoisyLatent state = start;
        for (int k = 0; k < path.length() - 1; k++) {
            NoisyLatent noisier = churned(state, growth, random);
            state = heun(noisier, denoiser, path.snr(k + 1));
        }
        return denoiser.denoise(churned(state, growth, random));
    }

    private static NoisyLatent churned(NoisyLatent state, double growth, SplittableRandom random) {
        if (growth == 1) {
            return state;
        }
        float[] v = state.observed().values();
        return SteppingSampler.moved(state, state.snr() / (growth * growth),
                (i, variance) -> v[i] + Math.sqrt(variance * (growth * growth - 1)) * random.nextGaussian());
    }

    private static NoisyLatent heun(NoisyLatent state, Denoiser denoiser, double nextSnr) {
        double ratio = Math.sqrt(state.snr() / nextSnr);
        float[] v = state.observed().values();
        float[] u = denoiser.denoise(state).values();
        NoisyLatent euler = SteppingSampler.moved(state, nextSnr, (i, variance) -> u[i] + ratio * (v[i] - u[i]));
        float[] end = euler.observed().values();
        float[] endClean = denoiser.denoise(euler).values();
        // Slopes in units of this level's sigma: (v - u) here, (end - endClean) / ratio there.
        return SteppingSampler.moved(state, nextSnr,
                (i, variance) -> v[i] + (ratio - 1) / 2 * (v[i] - u[i] + (end[i] - endClean[i]) / ratio));
    }
}
