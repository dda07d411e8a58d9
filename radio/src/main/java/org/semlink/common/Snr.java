// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

/**
 * The one place where dB, Es/N0, noise variance and alpha-bar are converted.
 *
 * <p>Convention of the whole project: two real latent numbers u of unit power make one complex symbol
 * {@code s = (u0 + i u1) / sqrt(2)}, so {@code E|s|^2 = 1}. With noise {@code w ~ CN(0, N0)} the SNR is
 * {@code gamma = 1 / N0} per complex symbol, and undoing the pairing gives {@code v = u + n} with
 * {@code n ~ N(0, 1 / gamma)} per real element: the ratio per real and per complex is the same number.
 * {@code N0} splits into {@code N0 / 2} per real axis <em>of the symbol</em>; confusing the two costs 3.01 dB.
 */
public final class Snr {

    private Snr() {
    }

    /** Power ratio of a level in dB. */
    public static double fromDb(double db) {
        return Math.pow(10, db / 10);
    }

    /** Level in dB of a power ratio; {@code -Infinity} for 0. */
    public static double toDb(double ratio) {
        return 10 * Math.log10(ratio);
    }

    /** Noise variance, per complex symbol and equally per real latent element, at unit signal power. */
    public static double noiseVariance(double snr) {
        return 1 / snr;
    }

    /** Inverse of {@link #noiseVariance}. */
    public static double fromNoiseVariance(double variance) {
        return 1 / variance;
    }

    /** Variance-preserving signal fraction: {@code gamma / (1 + gamma)}, in [0, 1]. */
    public static double alphaBar(double snr) {
        return Double.isInfinite(snr) ? 1 : snr / (1 + snr);
    }

    /** Inverse of {@link #alphaBar}. */
    public static double fromAlphaBar(double alphaBar) {
        return alphaBar / (1 - alphaBar);
    }

    /** Amplitude ratio of a level in dB. */
    public static double amplitudeFromDb(double db) {
        return Math.pow(10, db / 20);
    }
}
