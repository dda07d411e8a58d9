// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.TorchScript;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * Any PyTorch user's variance-preserving denoiser, exported as TorchScript.
 *
 * <p>It is given {@code x_t = sqrt(abar) v} [1, C, h, w] and the continuous timestep t [1] of its schedule, and returns the clean latent, the noise or
 * the velocity {@code sqrt(abar) eps - sqrt(1 - abar) u}. Such a network knows one noise level: t follows the arithmetic mean of the
 * elements' noise variances (never of dB); erased elements are handed over as 0 and left out of the mean.
 */
public final class TorchScriptDenoiser implements Denoiser {

    /** What the network returns. */
    public enum Output {
        CLEAN, NOISE, VELOCITY
    }

    private final TorchScript network;
    private final NoiseSchedule schedule;
    private final Output output;

    /** @param name what error messages call the file */
    public TorchScriptDenoiser(Compute compute, byte[] file, String name, NoiseSchedule schedule, Output output) {
        network = new TorchScript(compute, file, name);
        this.schedule = schedule;
        this.output = output;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        // Noise against a unit-variance latent: 1 / variance is the SNR.
        double timestep = schedule.timestep(1 / meanVariance(noisy));
        double alphaBar = Snr.alphaBar(schedule.snr(timestep));
        double signal = Math.sqrt(alphaBar);
        double noise = Math.sqrt(1 - alphaBar);
        LatentShape s = noisy.shape();
        float[] x = noisy.observed().values().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= (float) signal;
        }
        long[] shape = {1, s.channels(), s.height(), s.width()};
        float[] out = network.apply(shape, new TorchScript.Values(x, shape), new TorchScript.Values(new float[] {(float) timestep}, 1));
        float[] clean = new float[out.length];
        for (int i = 0; i < out.length; i++) {
            clean[i] = (float) switch (output) {
                case CLEAN -> out[i];
                case NOISE -> (x[i] - noise * out[i]) / signal;
                case VELOCITY -> signal * x[i] - noise * out[i];
            };
        }
        return new Latent(s, clean);
    }

    private static double meanVariance(NoisyLatent noisy) {
        double sum = 0;
        int count = 0;
        for (float variance : noisy.variance()) {
            if (variance < Float.POSITIVE_INFINITY) {
                sum += variance;
                count++;
            }
        }
        return count == 0 ? Double.POSITIVE_INFINITY : sum / count;
    }

    @Override
    public void close() {
        network.close();
    }
}
