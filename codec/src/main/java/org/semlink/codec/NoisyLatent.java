// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.Arrays;

/**
 * A received latent {@code v = u + n}: the un-biased observation of every element, and its own noise variance.
 *
 * <p>{@code variance[k]} is that of the real noise {@code n_k}, in units of the standardised latent; {@code +Infinity} marks an erased
 * element (lost frame), whose value is 0 and carries nothing. {@code snr} is the scalar link SNR (linear, Es/N0 of the
 * payload symbols that arrived) which indexes the diffusion: if nothing but noise acts, {@code variance = 1 / (snr * a^2 * power[c])}
 * with {@code a} the picture's transmit scale. Immutable by convention.
 */
public final class NoisyLatent {

    private final Latent observed;
    private final float[] variance;
    private final double snr;

    /** Takes ownership of {@code variance}, length {@code observed.shape().size()}. */
    public NoisyLatent(Latent observed, float[] variance, double snr) {
        if (variance.length != observed.shape().size()) {
            throw new IllegalArgumentException("noise map needs " + observed.shape().size() + " variances, got " + variance.length);
        }
        this.observed = observed;
        this.variance = variance;
        this.snr = snr;
    }

    public Latent observed() {
        return observed;
    }

    public LatentShape shape() {
        return observed.shape();
    }

    /** Noise variance per element; read only. */
    public float[] variance() {
        return variance;
    }

    /** Whether any element is erased. */
    public boolean hasErasures() {
        for (float element : variance) {
            if (Float.isInfinite(element)) {
                return true;
            }
        }
        return false;
    }

    /** A latent of which nothing arrived, received at {@code snr}. */
    public static NoisyLatent erased(LatentShape shape, double snr) {
        float[] lost = new float[shape.size()];
        Arrays.fill(lost, Float.POSITIVE_INFINITY);
        return new NoisyLatent(new Latent(shape, new float[shape.size()]), lost, snr);
    }

    /** Whether every element is erased. */
    public boolean isErased() {
        for (float element : variance) {
            if (element < Float.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    /** Shrunk values {@code v / (1 + s^2)} under the white prior, and 0 for what follows up to {@code length}: elements that were not sent. */
    public float[] posteriorMean(int length) {
        float[] mean = new float[length];
        for (int k = 0; k < variance.length; k++) {
            mean[k] = observed.values()[k] / (1 + variance[k]);
        }
        return mean;
    }

    /** What {@link #posteriorMean} leaves, {@code s / sqrt(1 + s^2)}; 1 for what was not sent. */
    public float[] posteriorDeviation(int length) {
        float[] deviation = new float[length];
        Arrays.fill(deviation, 1);
        for (int k = 0; k < variance.length; k++) {
            deviation[k] = (float) Math.sqrt(1 - 1 / (1 + variance[k]));
        }
        return deviation;
    }

    /** Scalar link SNR, linear. */
    public double snr() {
        return snr;
    }

    /**
     * The same observation, told to lie at another link SNR: every variance scales along, so that unequal noise keeps its proportions.
     */
    public NoisyLatent toldSnr(double toldSnr) {
        if (toldSnr == snr) {
            return this;
        }
        float ratio = (float) (snr / toldSnr);
        float[] told = new float[variance.length];
        for (int i = 0; i < told.length; i++) {
            told[i] = variance[i] * ratio;
        }
        return new NoisyLatent(observed, told, toldSnr);
    }
}
