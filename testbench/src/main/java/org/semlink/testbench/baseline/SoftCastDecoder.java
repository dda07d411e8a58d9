// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.baseline;

import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.baseline.SoftCastCodec;
import org.semlink.diffusion.Denoiser;

/**
 * Linear least squares for {@link SoftCastCodec}: {@code c = sqrt(e) e / (e + s^2) v}, element by element.
 *
 * <p>{@code e = E u^2} of a component is estimated from what arrived, mean of {@code v^2 - s^2} and not below 0; it is also
 * {@code sqrt(lambda)}, which undoes the transmitter's gain.
 */
final class SoftCastDecoder implements Denoiser {

    @Override
    public Latent denoise(NoisyLatent noisy) {
        LatentShape shape = noisy.shape();
        float[] v = noisy.observed().values();
        float[] variance = noisy.variance();
        float[] coefficients = new float[v.length];
        for (int from = 0; from < v.length; from += shape.plane()) {
            double energy = energy(v, variance, from, from + shape.plane());
            for (int i = from; i < from + shape.plane(); i++) {
                coefficients[i] = energy > 0 ? (float) (Math.sqrt(energy) * energy / (energy + variance[i]) * v[i]) : 0;
            }
        }
        SoftCastCodec.compand(coefficients, shape);
        return new Latent(shape, coefficients);
    }

    private static double energy(float[] v, float[] variance, int from, int to) {
        double sum = 0;
        int arrived = 0;
        for (int i = from; i < to; i++) {
            if (!Float.isInfinite(variance[i])) {
                sum += (double) v[i] * v[i] - variance[i];
                arrived++;
            }
        }
        return arrived == 0 ? 0 : Math.max(0, sum / arrived);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
