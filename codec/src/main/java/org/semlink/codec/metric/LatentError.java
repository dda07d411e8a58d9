// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.NoisyLatent;

/**
 * Normalised squared error of latents in the codec's own units: {@code sum s_c^2 |du|^2 / sum s_c^2 |u|^2}, linear.
 *
 * <p>{@code s_c} is the scale of channel c, see {@link LatentFormat}. An erased element has no finite noise: it
 * was received as 0, so its error is its energy, and predicted is the prior's, 1.
 */
public final class LatentError {

    private final LatentFormat format;
    private final Latent sent;
    private final boolean expanded;
    private final double energy;

    /** @param sent the truth that estimates are compared with; not all zero */
    public LatentError(LatentFormat format, Latent sent) {
        this(format, sent, false);
    }

    /**
     * @param sent     the truth that estimates are compared with; not all zero
     * @param expanded whether an up-sampler made what was received: its word is a mean and a posterior variance, and the observation that would lead a unit prior
     *                 there is none
     */
    public LatentError(LatentFormat format, Latent sent, boolean expanded) {
        this.format = format;
        this.sent = sent;
        this.expanded = expanded;
        energy = squared(new float[sent.shape().size()]);
    }

    private interface Sum {
        /** Of elements {@code from} to {@code to - 1}. */
        double over(int from, int to);
    }

    private double weighted(Sum sum) {
        int plane = sent.shape().plane();
        double all = 0;
        for (int c = 0; c < sent.shape().channels(); c++) {
            all += sum.over(c * plane, (c + 1) * plane) * format.scale(c) * format.scale(c);
        }
        return all;
    }

    private double squared(float[] estimate) {
        float[] truth = sent.values();
        return weighted((from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double difference = (double) estimate[i] - truth[i];
                sum += difference * difference;
            }
            return sum;
        });
    }

    /** Measured error of an estimate. */
    public double of(Latent estimate) {
        requireShape(estimate);
        return squared(estimate.values()) / energy;
    }

    /** Measured error of what was received, before any denoising. */
    public double received(NoisyLatent noisy) {
        return expanded ? shrunk(noisy) : of(noisy.observed());
    }

    /** The error that the receiver's noise map predicts for {@link #received}; an element that was lost is wrong by all that it is. */
    public double predicted(NoisyLatent noisy) {
        requireShape(noisy.observed());
        float[] truth = sent.values();
        float[] variance = noisy.variance();
        return weighted((from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double v = variance[i];
                sum += expanded ? (Double.isInfinite(v) ? 1 : v / (1 + v)) : Double.isInfinite(v) ? (double) truth[i] * truth[i] : v;
            }
            return sum;
        }) / energy;
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
