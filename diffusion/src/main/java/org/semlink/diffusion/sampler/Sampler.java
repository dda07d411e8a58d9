// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.common.Registry;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * Reverse diffusion from the noise that the channel left down to none.
 *
 * <p>Coordinates are variance-exploding: the state is {@code v = u + n} itself, and all elements climb together in log-SNR, each from its own
 * noise variance, so unequal noise is the normal case. This equals the variance-preserving form {@code x = sqrt(abar) v}
 * (Karras et al. 2022, section 4). Erased elements stay at SNR 0 and take the denoiser's word at every step.
 * Implementations hold no state; the same seed gives the same bytes.
 */
public interface Sampler {

    /**
     * Karras et al.'s S_churn of the sampler {@code edm}: the noise that the reverse SDE adds over a climb of 35 dB (4 nepers of sigma). More would
     * forget what was received.
     */
    double EDM_CHURN = 4;

    /** Samplers by name. */
    Registry<Sampler> REGISTRY = Registry.<Sampler>of("sampler")
            .with("posterior-mean", new PosteriorMean())
            .with("ddim", new Ddim())
            .with("ddpm", new AncestralDdpm())
            .with("dpm++", new DpmSolverPlusPlus())
            .with("heun", new EdmSampler(0))
            .with("edm", new EdmSampler(EDM_CHURN))
            .with("consistency", new Consistency());

    /**
     * The clean latent.
     *
     * @param start  what was received, with its own noise level
     * @param path   link SNRs of the levels, rising; the first is {@code start.snr()}. Empty: nothing to denoise
     * @param random for samplers that add noise
     */
    Latent sample(NoisyLatent start, Denoiser denoiser, SamplingPath path, SplittableRandom random);

    /** The path of {@code steps} levels that suits this sampler from {@code snr} (linear), empty where that is above the schedule's top. */
    default SamplingPath path(NoiseSchedule schedule, double snr, int steps) {
        return SamplingPath.of(schedule, snr, steps);
    }

    /** Whether the denoiser must be a consistency function, which says the end of the trajectory through its input instead of the posterior mean. */
    default boolean needsStudent() {
        return false;
    }

    /** Denoiser evaluations that {@link #sample} makes along a path: one a level unless the sampler says otherwise. */
    default int evaluations(SamplingPath path) {
        return path.length();
    }
}
