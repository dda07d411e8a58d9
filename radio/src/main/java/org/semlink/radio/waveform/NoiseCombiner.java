// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import org.semlink.common.Snr;

/**
 * Three noise measurements made one, and the verdict whether the link is limited by impairments.
 *
 * <p>Weights are the degrees of freedom n (complex), for variances of relative deviation {@code 1/sqrt(n)}. Two measurements differ when
 * their ratio in dB exceeds 4.5 deviations, {@code (10/ln 10) sqrt(1/n1 + 1/n2)}; the verdict asks for more than 1 dB besides. Where
 * training and nulls differ, nulls alone count, being measured all through the payload. Where the known symbols' residual is the higher
 * one, its excess becomes an error floor, for it grows with the signal.
 */
final class NoiseCombiner {

    /** Three comparisons a burst, and one that is wrong by chance throws nine tenths of the known samples away. */
    private static final double DEVIATIONS = 4.5;
    private static final double LIMIT_DB = 1;
    /** Fewer say too little to stand alone: the lower tail of few squares is long in dB. */
    private static final double FEWEST = 100;

    private NoiseCombiner() {
    }

    /** A noise variance per carrier and the complex degrees of freedom behind it. */
    record Measured(double variance, double degrees) {

        Measured and(Measured other) {
            double sum = degrees + other.degrees;
            return new Measured((variance * degrees + other.variance * other.degrees) / sum, sum);
        }

        double apartDb(Measured other) {
            return Math.abs(Snr.toDb(variance / other.variance));
        }

        boolean differs(Measured other) {
            return apartDb(other) > DEVIATIONS * 10 / Math.log(10) * Math.sqrt(1 / degrees + 1 / other.degrees);
        }
    }

    /**
     * The combination, relative to payload power.
     *
     * @param power mean power of the channel, so that results are at unit payload power
     * @param loss  mean estimation loss of the channel, passed on
     * @param moves whether the channel is known to move: then the training symbols differ by more than noise, and do not count
     */
    static NoiseEstimates combine(Measured training, Measured nulls, Measured pilots, double power, double loss, boolean moves) {
        Measured silent = moves || training.differs(nulls) ? nulls : training.and(nulls);
        return combine(training, nulls, pilots, silent, power, loss, moves);
    }

    /**
     * As above, for known symbols that are shorter than the nulls' and see less of the phase noise: where they say less, and are not few,
     * they alone count.
     */
    static NoiseEstimates combineWithShort(Measured training, Measured nulls, Measured pilots, double power, double loss) {
        Measured silent = training.differs(nulls) ? nulls : training.and(nulls);
        boolean lower = pilots.degrees > FEWEST && pilots.variance < silent.variance && pilots.differs(silent);
        return combine(training, nulls, pilots, lower ? pilots : silent, power, loss, false);
    }

    private static NoiseEstimates combine(Measured training, Measured nulls, Measured pilots, Measured silent, double power, double loss,
            boolean moves) {
        boolean floor = pilots.variance > silent.variance && pilots.differs(silent);
        Measured all = floor || silent == pilots ? silent : silent.and(pilots);
        boolean limited = limited(nulls, pilots) || !moves && (limited(training, nulls) || limited(training, pilots));
        double excess = floor ? pilots.variance - silent.variance : 0;
        return new NoiseEstimates(training.variance / power, nulls.variance / power, pilots.variance / power, all.variance / power,
                loss, excess / power, all.degrees, pilots.degrees, limited);
    }

    private static boolean limited(Measured a, Measured b) {
        return a.differs(b) && a.apartDb(b) > LIMIT_DB;
    }
}
