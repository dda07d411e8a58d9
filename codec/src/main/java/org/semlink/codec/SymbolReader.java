// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * Where every latent element of one picture lies among its symbols, and what it is worth there: the way back of {@link SymbolMapper}.
 *
 * <p>Made once for a picture, since the shuffle takes most of the time; elements can then be read one by one, as often as symbols come.
 * Immutable.
 */
public final class SymbolReader {

    private final SymbolMapping mapping;
    private final Interleaver interleaver;
    /** Amplitude of an element of each channel on the air, {@code a sqrt(power_c)}. */
    private final double[] gain;

    /** @param mapping what {@link SymbolMapper#map} returned, of latents of {@code format} */
    public SymbolReader(LatentFormat format, SymbolMapping mapping) {
        if (mapping.shape().channels() != format.channels()) {
            throw new IllegalArgumentException("latent of " + format.channels() + " channels expected, got " + mapping.shape());
        }
        this.mapping = mapping;
        this.interleaver = new Interleaver(2 * mapping.symbols(), mapping.seed());
        this.gain = new double[format.channels()];
        for (int c = 0; c < gain.length; c++) {
            gain[c] = mapping.scale() * Math.sqrt(format.power(c));
        }
    }

    /** Shape of the latent. */
    public LatentShape shape() {
        return mapping.shape();
    }

    /**
     * Noise variance of element {@code k} of channel {@code c}; +Infinity where its symbol was lost.
     *
     * @param k             index in the whole latent
     * @param noiseVariance per complex symbol, not negative
     */
    public float variance(int c, int k, float[] noiseVariance) {
        int at = interleaver.position(k) / 2;
        double noise = noiseVariance[at];
        if (!(noise >= 0)) {
            throw new IllegalArgumentException("noise variance of symbol " + at + " must not be negative, got " + noise);
        }
        return (float) (noise / (gain[c] * gain[c]));
    }

    /** Element {@code k} of channel {@code c} as its symbol shows it, un-biased; of {@code symbols}, interleaved I, Q. */
    public float value(int c, int k, float[] symbols) {
        return (float) (interleaver.sign(k) * Math.sqrt(2) * symbols[interleaver.position(k)] / gain[c]);
    }
}
