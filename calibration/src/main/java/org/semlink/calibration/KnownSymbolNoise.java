// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import org.semlink.common.Snr;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.NoiseEstimates;

/**
 * Noise that a burst's known symbols (header and pilots) show, over the noise that its receiver estimated: what ordinary traffic tells of
 * a link without knowing what was sent.
 *
 * <p>The estimate is the mean of the known symbols' noise (n of N complex samples) and of what is silent, so by chance alone the ratio's
 * logarithm has mean {@code -1/2 (1/n - 1/N)} and variance {@code 1/n - 1/N}; with an error floor the two are independent, and the
 * variance is {@code 1/n + 1/N}.
 *
 * @param snrDb       Es/N0 as the receiver estimated it, dB
 * @param excessDb    known symbols' noise over the estimate, dB, freed of its bias by chance
 * @param deviationDb standard deviation of {@code excessDb} by chance, dB; 0 where the estimate is made of the known symbols alone
 * @param floored     whether the receiver has put the excess into its noise map as an error floor already
 */
public record KnownSymbolNoise(double snrDb, double excessDb, double deviationDb, boolean floored) {

    private static final double DB_PER_NEPER = 10 / Math.log(10);

    public KnownSymbolNoise {
        if (!Double.isFinite(snrDb + excessDb) || !(deviationDb >= 0 && Double.isFinite(deviationDb))) {
            throw new IllegalArgumentException("noise of known symbols must be finite and its deviation not negative, got SNR " + snrDb
                    + ", excess " + excessDb + ", deviation " + deviationDb);
        }
    }

    /** What a received burst says. */
    public static KnownSymbolNoise of(LinkState link) {
        NoiseEstimates noise = link.noise();
        double known = 1 / noise.pilotDegrees();
        double all = 1 / noise.degreesOfFreedom();
        boolean floored = noise.errorFloor() > 0;
        double variance = floored ? known + all : Math.max(0, known - all);
        double excessDb = Snr.toDb(noise.pilots() / noise.combined()) + DB_PER_NEPER * (known - all) / 2;
        return new KnownSymbolNoise(Snr.toDb(link.snr()), excessDb, DB_PER_NEPER * Math.sqrt(variance), floored);
    }

    /** Known symbols' noise over what the noise map predicts for them, dB: none is left where the map has a floor. */
    double residualDb() {
        return floored ? 0 : excessDb;
    }

    /** Independent complex samples whose mean power scatters as {@code excessDb} does. */
    double samples() {
        return Math.pow(DB_PER_NEPER / deviationDb, 2);
    }

    /** Whether it tells anything that the estimate does not. */
    boolean tells() {
        return deviationDb > 0;
    }
}
