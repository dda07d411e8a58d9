// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.SplittableRandom;

/**
 * How the symbols of one crop fare in a training: each on its own, as interleaving scatters what the channel does to them.
 *
 * @param fading whether every symbol fades (Rayleigh)
 * @param lost   share of symbols that are lost
 */
record SymbolFades(boolean fading, double lost) {

    /** A channel that treats all alike. */
    static final SymbolFades NONE = new SymbolFades(false, 0);

    private static final double MOST_LOST = 0.7;
    /** Keeps the variance of what fades away finite. */
    private static final double LEAST_GAIN = 1e-3;

    /**
     * Draws those of a crop.
     *
     * @param fading share of crops whose symbols fade
     * @param losing share of crops that lose some of their symbols
     */
    static SymbolFades draw(double fading, double losing, SplittableRandom random) {
        double kind = random.nextDouble();
        return new SymbolFades(kind < fading, kind > 1 - losing ? random.nextDouble(MOST_LOST) : 0);
    }

    /** Power gain of the next symbol, mean 1 over those that fade; 0 where it is lost. */
    double gain(SplittableRandom random) {
        if (lost > 0 && random.nextDouble() < lost) {
            return 0;
        }
        return fading ? Math.max(LEAST_GAIN, -Math.log(1 - random.nextDouble())) : 1;
    }
}
