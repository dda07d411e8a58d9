// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import org.semlink.common.Snr;

/**
 * Diffusion time as features: the link SNR in units of 10 dB, its square, and sines and cosines of it.
 *
 * <p>Log-SNR is the time of the diffusion whatever the schedule (Kingma et al. 2021). It is clamped to [{@value #LEAST_DB}, {@value #MOST_DB}] dB, which every training
 * here covers: told a time that it never saw, a network explodes. How little is left below, and how much above, the posterior deviations still tell; the clamp costs
 * no picture 0.01 dB.
 */
public final class TimeEmbedding {

    private static final double LEAST_DB = -8;
    private static final double MOST_DB = 24;
    private static final int FREQUENCIES = 5;
    /** Features per time. */
    public static final int SIZE = 2 + 2 * FREQUENCIES;

    private TimeEmbedding() {
    }

    /** Writes the features of {@code snr} (linear) to {@code to[at .. at + SIZE)}. */
    public static void write(double snr, float[] to, int at) {
        double g = Math.min(MOST_DB, Math.max(LEAST_DB, Snr.toDb(snr))) / 10;
        to[at] = (float) g;
        to[at + 1] = (float) (g * g / 4);
        for (int k = 1; k <= FREQUENCIES; k++) {
            to[at + 2 * k] = (float) Math.sin(k * g);
            to[at + 2 * k + 1] = (float) Math.cos(k * g);
        }
    }
}
