// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Equalised (un-biased, zero-forced) payload symbols and the noise variance of each.
 *
 * <p>{@code symbols} is interleaved I, Q; {@code noiseVariance[j]} is {@code E|r_j - s_j|^2} per complex symbol as predicted from the
 * measured noise, the channel's gain at that carrier and the loss of the channel estimate; +Infinity marks a symbol that did not arrive.
 * Immutable by convention.
 */
public final class ReceivedSymbols {

    private final float[] symbols;
    private final float[] noiseVariance;

    /** Takes ownership of both arrays; {@code symbols.length == 2 * noiseVariance.length}. */
    public ReceivedSymbols(float[] symbols, float[] noiseVariance) {
        if (symbols.length != 2 * noiseVariance.length) {
            throw new IllegalArgumentException("need one variance per symbol, got " + symbols.length / 2 + " and " + noiseVariance.length);
        }
        this.symbols = symbols;
        this.noiseVariance = noiseVariance;
    }

    public int length() {
        return noiseVariance.length;
    }

    /** Interleaved I, Q; read only. */
    public float[] symbols() {
        return symbols;
    }

    /** Predicted error variance per complex symbol; read only. */
    public float[] noiseVariance() {
        return noiseVariance;
    }
}
