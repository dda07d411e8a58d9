// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.NoisyLatent;

/**
 * Normalised squared error of latents in the codec's own orthonormal units: {@code sum s_c^2 |du|^2 / sum s_c^2 |u|^2}, linear.
 *
 * <p>With {@code s_c} the scale of channel c this weighs errors as the picture feels them. An erased element has no finite noise: it
 * was received as 0, so its error is its energy, and predicted is the prior's, 1.
 */
public final class LatentError {

    private final LatentFormat format;
    private final Latent sent;
    private final double energy;

    /** @param sent the truth that estimates are compared with; not all zero */
    public LatentError(LatentFormat format, Latent sent) {
        this.format = format;
        this.sent = sent;
        energy = weighted((i, u) -> u * u);
    }

    private interface Term {
        double of(int element, double sent);
    }

    private double weighted(Term term) {
        int plane = sent.shape().plane();
        double sum = 0;
        for (int c = 0; c < sent.shape().channels(); c++) {
            double part = 0;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                part += term.of(i, sent.values()[i]);
            }
            sum += part * format.scale(c) * format.scale(c);
        }
        return sum;
    }

    /** Measured error of an estimate. */
    public double of(Latent estimate) {
        requireShape(estimate);
        float[] values = estimate.values();
        return weighted((i, u) -> (values[i] - u) * (values[i] - u)) / energy;
    }

    /** Measured error of what was received, before any denoising. */
    public double received(NoisyLatent noisy) {
        return of(noisy.observed());
    }

    /** The error that the receiver's noise map predicts for {@link #received}. */
    public double predicted(NoisyLatent noisy) {
        requireShape(noisy.observed());
        float[] variance = noisy.variance();
        return weighted((i, u) -> Float.isInfinite(variance[i]) ? 1 : variance[i]) / energy;
    }

    /** Measured error of linear MMSE shrinkage {@code v / (1 + s^2)}, the prior being unit variance. */
    public double shrunk(NoisyLatent noisy) {
        return of(shrink(noisy));
    }

    /** Linear MMSE shrinkage of every element. */
    public static Latent shrink(NoisyLatent noisy) {
        return new Latent(noisy.shape(), noisy.posteriorMean(noisy.shape().size()));
    }

    private void requireShape(Latent latent) {
        if (!latent.shape().equals(sent.shape())) {
            throw new IllegalArgumentException("latent of shape " + sent.shape() + " expected, got " + latent.shape());
        }
    }
}
