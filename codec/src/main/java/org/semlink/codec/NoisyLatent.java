// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

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
