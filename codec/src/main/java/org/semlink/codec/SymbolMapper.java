// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * Standardised latent to complex symbols of unit mean power, and received symbols back to a {@link NoisyLatent}.
 *
 * <p>Element k of channel c becomes the real {@code x_k = a sqrt(power_c) u_k}, where the picture's scale
 * {@code a = (sum_k power_c u_k^2 / (2 symbols))^(-1/2)}, rounded to float32, makes the mean symbol power 1. Reals beyond the clip level
 * (in units of their rms, which is 1) are set to it, so the mean power is exactly 1 (to float precision) unless something was clipped.
 * The reals are shuffled over the whole picture and given random signs, both seeded, so that neither a bright area nor a channel
 * of high power makes an impulse on the air; then pairs make symbols {@code s = (x_0 + i x_1) / sqrt(2)}, a single last real with 0.
 *
 * <p>Back: {@code v = sqrt(2) [Re, Im] r / (a sqrt(power_c))} with its sign restored, an un-biased observation of u with noise variance
 * {@code N0 / (a^2 power_c)}, {@code N0} being the noise variance per complex symbol (see {@link org.semlink.common.Snr}). Lost symbols
 * give elements of value 0 and infinite variance. {@code a} is bounded by {@value #MAX_SCALE}: a latent with (nearly) no energy is
 * sent with less than unit power instead of amplifying its rounding errors without limit.
 */
public final class SymbolMapper {

    /**
     * Clip level of {@link #SymbolMapper(LatentFormat)}: unequal powers make symbols heavy-tailed, and clipping at 8 was measured to cost 0.2 dB of
     * latent error at 20 dB, so it only guards against the absurd.
     */
    public static final double DEFAULT_CLIP = 20;

    /** Largest transmit scale. */
    public static final float MAX_SCALE = 1000;

    private final LatentFormat format;
    private final double clip;

    public SymbolMapper(LatentFormat format) {
        this(format, DEFAULT_CLIP);
    }

    /** @param clip largest magnitude of a transmitted real in units of the picture's rms, at least 1 */
    public SymbolMapper(LatentFormat format, double clip) {
        if (!(clip >= 1)) {
            throw new IllegalArgumentException("clip level must be at least 1 rms, got " + clip);
        }
        this.format = format;
        this.clip = clip;
    }

    /** The symbols of {@code latent}; the seed chooses shuffle and signs and must reach the receiver. */
    public MappedLatent map(Latent latent, long seed) {
        LatentShape shape = latent.shape();
        requireChannels(shape);
        float[] u = latent.values();
        float scale = scale(shape, u);
        SymbolMapping mapping = new SymbolMapping(shape, scale, seed);
        Interleaver interleaver = new Interleaver(2 * mapping.symbols(), seed);
        float[] symbols = new float[2 * mapping.symbols()];
        int clipped = 0;
        for (int k = 0; k < u.length; k++) {
            double x = scale * Math.sqrt(format.power(k / shape.plane())) * u[k];
            if (Math.abs(x) > clip) {
                x = Math.copySign(clip, x);
                clipped++;
            }
            symbols[interleaver.position(k)] = (float) (interleaver.sign(k) * x * Math.sqrt(0.5));
        }
        return new MappedLatent(mapping, symbols, clipped);
    }

    /**
     * The latent that the received symbols show.
     *
     * @param symbols       interleaved I, Q, un-biased; length {@code 2 * mapping.symbols()}
     * @param noiseVariance per complex symbol, not negative; {@code +Infinity} where the symbol was lost
     * @param mapping       what {@link #map} returned
     * @param snr           link SNR, linear, that the result is to carry
     */
    public NoisyLatent unmap(float[] symbols, float[] noiseVariance, SymbolMapping mapping, double snr) {
        LatentShape shape = mapping.shape();
        SymbolReader reader = new SymbolReader(format, mapping);
        if (symbols.length != 2 * mapping.symbols() || noiseVariance.length != mapping.symbols()) {
            throw new IllegalArgumentException("latent " + shape + " needs " + mapping.symbols() + " symbols with one variance each, got "
                    + symbols.length / 2.0 + " and " + noiseVariance.length);
        }
        float[] values = new float[shape.size()];
        float[] variance = new float[shape.size()];
        for (int k = 0; k < values.length; k++) {
            int channel = k / shape.plane();
            variance[k] = reader.variance(channel, k, noiseVariance);
            if (variance[k] < Float.POSITIVE_INFINITY) {
                values[k] = reader.value(channel, k, symbols);
            }
        }
        return new NoisyLatent(new Latent(shape, values), variance, snr);
    }

    private float scale(LatentShape shape, float[] u) {
        double power = 0;
        for (int k = 0; k < u.length; k++) {
            power += format.power(k / shape.plane()) * (double) u[k] * u[k];
        }
        if (!Double.isFinite(power)) {
            throw new IllegalArgumentException("latent holds a value that is not finite");
        }
        return (float) Math.min(MAX_SCALE, Math.sqrt((u.length + 1) / 2 * 2 / power));
    }

    private void requireChannels(LatentShape shape) {
        if (shape.channels() != format.channels()) {
            throw new IllegalArgumentException("latent of " + format.channels() + " channels expected, got " + shape);
        }
    }
}
