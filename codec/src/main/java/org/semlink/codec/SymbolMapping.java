// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * What a receiver must know to undo {@link SymbolMapper#map}: it travels in the header and counts as side information.
 *
 * @param shape shape of the latent
 * @param scale transmit scale {@code a} of this picture, exactly as the header carries it (float32), in (0, {@value SymbolMapper#MAX_SCALE}]
 * @param seed  seed of interleaver and sign scrambler
 */
public record SymbolMapping(LatentShape shape, float scale, long seed) {

    public SymbolMapping {
        if (!(scale > 0 && scale <= SymbolMapper.MAX_SCALE)) {
            throw new IllegalArgumentException("transmit scale must be above 0 and at most " + SymbolMapper.MAX_SCALE + ", got " + scale);
        }
    }

    /** Complex symbols of this picture: half its latent elements, rounded up. */
    public int symbols() {
        return (shape.size() + 1) / 2;
    }
}
