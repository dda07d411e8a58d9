// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * Which share of a burst's noise is alike on all symbols, where the receiver's noise map has all of it grow as the channel gets weaker.
 *
 * <p>What a transmitter itself distorts goes through the channel with the signal, and the equaliser leaves it alike on strong and weak
 * carriers. With map n_k and its harmonic mean n the errors are {@code E e_k = c ((1 - share) n_k + share n)}. Then the mean of
 * {@code e_k / n_k} is c whatever the share, and {@code sum e / sum n = c (1 - share (1 - n / mean n))}: the share is what brings both, the
 * mean of ratios and the ratio of means, to what was measured. Noise predicted without it is right symbol by symbol on average, but
 * too high in sum.
 *
 * @param share     0 for a map that is right, 1 for noise that is the same everywhere; an estimate may lie beyond
 * @param deviation its standard deviation by chance: small for long bursts and uneven channels
 */
public record FlatShare(double share, double deviation) {

    /** Of a burst that says nothing: its map is even, and any share leaves it as it is. */
    public static final FlatShare UNKNOWN = new FlatShare(0, 1e3);

    /** A map whose harmonic and arithmetic means differ by less is even but for rounding. */
    private static final double EVEN = 1e-9;

    public FlatShare {
        if (!Double.isFinite(share) || !(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("share must be finite with a positive deviation, got " + share + " and " + deviation);
        }
    }

    /**
     * Measured on known symbols.
     *
     * @param errors   squared error of each symbol
     * @param variance the noise map; symbols of infinite variance do not count
     */
    public static FlatShare of(double[] errors, float[] variance) {
        double inverse = 0, sum = 0, squares = 0, error = 0, ratio = 0;
        int count = 0;
        for (int k = 0; k < variance.length; k++) {
            if (variance[k] < Float.POSITIVE_INFINITY) {
                inverse += 1.0 / variance[k];
                sum += variance[k];
                squares += (double) variance[k] * variance[k];
                error += errors[k];
                ratio += errors[k] / variance[k];
                count++;
            }
        }
        double lever = 1 - count / inverse / (sum / count);
        if (!(lever > EVEN)) {
            return UNKNOWN;
        }
        double spread = squares * count / (sum * sum) - 1;
        return new FlatShare((1 - error / sum / (ratio / count)) / lever, Math.sqrt(spread / count) / lever);
    }

    /** Whether it narrows down a share, which lies between 0 and 1. */
    boolean tells() {
        return deviation < 1;
    }

    /** Brings the noise map of one burst, symbols {@code from} to {@code to}, nearer to even by {@code share}; infinite ones stay. */
    public static void apply(double share, float[] variance, int from, int to) {
        double inverse = 0;
        int count = 0;
        for (int k = from; k < to; k++) {
            if (variance[k] < Float.POSITIVE_INFINITY) {
                inverse += 1.0 / variance[k];
                count++;
            }
        }
        for (int k = from; k < to; k++) {
            if (variance[k] < Float.POSITIVE_INFINITY) {
                variance[k] += (float) (share * (count / inverse - variance[k]));
            }
        }
    }
}
