// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

/**
 * Which symbols of a picture travel in which burst: {@code count} slices of nearly equal length, in order.
 *
 * <p>Frame i holds symbols {@code floor(i symbols / count)} to {@code floor((i+1) symbols / count)}. The mapper has shuffled the latent
 * over all symbols before, so that a lost burst thins the whole picture evenly. Both ends compute the slices; no offset travels.
 *
 * @param symbols complex symbols of the picture, positive
 * @param count   bursts, 1 to {@code symbols}
 */
public record Framing(int symbols, int count) {

    public Framing {
        if (symbols < 1 || count < 1 || count > symbols) {
            throw new IllegalArgumentException("cannot split " + symbols + " symbols into " + count + " frames");
        }
    }

    /** The fewest frames of at most {@code maxPerFrame} symbols. */
    public static Framing of(int symbols, int maxPerFrame) {
        return new Framing(symbols, (symbols + maxPerFrame - 1) / maxPerFrame);
    }

    /** First symbol of frame {@code index}; {@code symbols} for {@code index == count}. */
    public int start(int index) {
        return (int) ((long) index * symbols / count);
    }

    /** Symbols of frame {@code index}. */
    public int length(int index) {
        return start(index + 1) - start(index);
    }
}
