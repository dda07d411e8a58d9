// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.SplittableRandom;
import org.semlink.common.Snr;

/**
 * What one crop's code is sent over in a training.
 *
 * @param ratio   index of the bandwidth ratio
 * @param snr     link SNR, linear
 * @param symbols how single symbols fare
 */
record CodeLink(int ratio, double snr, SymbolFades symbols) {

    /** Share of crops under a link without noise to speak of, so that a network does not fall off above the trained range. */
    private static final double CLEAN = 0.05;
    private static final double CLEAN_DB = 35;

    /**
     * What links are drawn from.
     *
     * @param ratios   how many
     * @param minSnrDb lower end of the uniform draw of the SNR
     * @param maxSnrDb upper end
     * @param fading   share of crops whose symbols fade
     * @param erasures share of crops that lose some of their symbols
     */
    record Draw(int ratios, double minSnrDb, double maxSnrDb, double fading, double erasures) {

        CodeLink draw(SplittableRandom random) {
            double db = random.nextDouble() < CLEAN ? CLEAN_DB : random.nextDouble(minSnrDb, maxSnrDb);
            return new CodeLink(random.nextInt(ratios), Snr.fromDb(db), SymbolFades.draw(fading, erasures, random));
        }
    }

    /** Draws N0, the noise variance at unit symbol power, and a Gaussian of elements {@code from} to {@code to}; two make a symbol, lost ones have {@link Batch#ERASED}. */
    void fill(float[] noise, float[] gaussian, int from, int to, SplittableRandom random) {
        for (int i = from; i < to; i += 2) {
            float variance = (float) Math.min(Batch.ERASED, Snr.noiseVariance(snr * symbols.gain(random)));
            for (int k = i; k < Math.min(i + 2, to); k++) {
                noise[k] = variance;
                gaussian[k] = (float) random.nextGaussian();
            }
        }
    }
}
