// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * Equalised symbols of one picture with the noise variance of each: what {@link SymbolMapper#unmap} takes.
 *
 * <p>{@code noiseVariance} is per complex symbol, {@code +Infinity} where the symbol was lost. {@code snr} is the scalar link SNR, linear,
 * that indexes the diffusion. Immutable by convention.
 */
public final class ObservedSymbols {

    private final float[] symbols;
    private final float[] noiseVariance;
    private final double snr;

    /** Takes ownership; {@code symbols} are interleaved I, Q, two per variance. */
    public ObservedSymbols(float[] symbols, float[] noiseVariance, double snr) {
        if (symbols.length != 2 * noiseVariance.length) {
            throw new IllegalArgumentException("need one variance per symbol, got " + symbols.length / 2.0 + " and " + noiseVariance.length);
        }
        this.symbols = symbols;
        this.noiseVariance = noiseVariance;
        this.snr = snr;
    }

    /** Interleaved I, Q; read only. */
    public float[] symbols() {
        return symbols;
    }

    /** Per complex symbol; read only. */
    public float[] noiseVariance() {
        return noiseVariance;
    }

    public double snr() {
        return snr;
    }
}
