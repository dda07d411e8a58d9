// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/** The loop that samplers of one evaluation a level share: denoise, then move every element to the next noise level. */
abstract class SteppingSampler implements Sampler {

    @Override
    public final Latent sample(NoisyLatent start, Denoiser denoiser, SamplingPath path, SplittableRandom random) {
        if (path.length() == 0) {
            return start.observed();
        }
        NoisyLatent state = start;
        Latent before = null;
        double lastStep = 0;
        for (int k = 0; k < path.length() - 1; k++) {
            Latent clean = denoiser.denoise(state);
            double step = 0.5 * Math.log(path.snr(k + 1) / path.snr(k));
            float[] u = (before == null ? clean : aim(clean, before, step / lastStep)).values();
            float[] v = state.observed().values();
            double ratio = state.snr() / path.snr(k + 1);
            state = moved(state, path.snr(k + 1), (i, variance) -> move(v[i], u[i], variance, ratio, random));
            before = clean;
            lastStep = step;
        }
        return denoiser.denoise(state);
    }

    /** Value of element {@code i}, whose noise variance was {@code variance}, at the next level. */
    @FunctionalInterface
    interface Move {
        double to(int i, double variance);
    }

    /** The state at the link SNR {@code snr}: every variance scales along, erased elements stay erased. */
    static NoisyLatent moved(NoisyLatent state, double snr, Move move) {
        float[] variance = state.variance();
        float[] values = new float[variance.length];
        float[] next = new float[variance.length];
        double ratio = state.snr() / snr;
        for (int i = 0; i < values.length; i++) {
            next[i] = (float) (variance[i] * ratio);
            values[i] = Float.isInfinite(variance[i]) ? 0 : (float) move.to(i, variance[i]);
        }
        return new NoisyLatent(new Latent(state.shape(), values), next, snr);
    }

    /**
     * The clean latent that a step heads for; here the denoiser's word as it is.
     *
     * @param clean  the denoiser's word at this level
     * @param before its word at the level before
     * @param growth this step's length in log-SNR divided by the last one's
     */
    Latent aim(Latent clean, Latent before, double growth) {
        return clean;
    }

    /**
     * The element's value at the next level.
     *
     * @param v        its value at noise {@code variance}
     * @param u        what the step heads for
     * @param ratio    next noise variance divided by this one, at most 1
     */
    abstract double move(double v, double u, double variance, double ratio, SplittableRandom random);
}
