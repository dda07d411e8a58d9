// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * A latent as complex symbols of mean power 1, with what the receiver needs to undo the mapping.
 *
 * <p>Immutable by convention: {@link #symbols()} is the object's own array and must not be written to.
 */
public final class MappedLatent {

    private final SymbolMapping mapping;
    private final float[] symbols;
    private final int clipped;

    MappedLatent(SymbolMapping mapping, float[] symbols, int clipped) {
        this.mapping = mapping;
        this.symbols = symbols;
        this.clipped = clipped;
    }

    public SymbolMapping mapping() {
        return mapping;
    }

    /** Interleaved I, Q; length {@code 2 * mapping().symbols()}; read only. */
    public float[] symbols() {
        return symbols;
    }

    /** Latent elements that met the clip level. */
    public int clipped() {
        return clipped;
    }
}
