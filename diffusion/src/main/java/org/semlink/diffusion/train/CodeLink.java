// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.SplittableRandom;
import org.semlink.common.Snr;

/**
 * What one crop's code is sent over in a training.
 *
 * @param ratio  index of the bandwidth ratio
 * @param snr    link SNR, linear
 * @param fading whether every symbol fades (Rayleigh, each on its own, as interleaving scatters it)
 * @param erased share of symbols that are lost
 */
record CodeLink(int ratio, double snr, boolean fading, double erased) {

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
            double kind = random.nextDouble();
            double erased = kind > 1 - erasures ? random.nextDouble(0.7) : 0;
            return new CodeLink(random.nextInt(ratios), Snr.fromDb(db), kind < fading, erased);
        }
    }

    /** Draws N0, the noise variance at unit symbol power, and a Gaussian of elements {@code from} to {@code to}; two make a symbol, lost ones have {@link Batch#ERASED}. */
    void fill(float[] noise, float[] gaussian, int from, int to, SplittableRandom random) {
        for (int i = from; i < to; i += 2) {
            double gain = fading ? Math.max(1e-3, -Math.log(1 - random.nextDouble())) : 1;
            boolean lost = erased > 0 && random.nextDouble() < erased;
            for (int k = i; k < Math.min(i + 2, to); k++) {
                noise[k] = lost ? Batch.ERASED : (float) Math.min(Batch.ERASED, Snr.noiseVariance(snr * gain));
                gaussian[k] = (float) random.nextGaussian();
            }
        }
    }
}
