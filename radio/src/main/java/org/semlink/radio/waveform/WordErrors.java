// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * By what factor the errors of a single-carrier payload differ from their prediction, along its epochs, from what its known words leave.
 *
 * <p>Squared errors over predicted variance have the mean f over all words, of n degrees of freedom. The factor is
 * {@code 1 + (f - 1) max(0, 1 - 2 s^2 / (f - 1)^2)}, s the deviation that chance alone gives f: little is believed of what may be chance
 * (James and Stein 1961). Around each epoch a mean over up to 17 words takes part to the share that the spread of such means exceeds
 * chance: a channel that moves away from its estimate leaves more at the end than at the beginning. Reused burst by burst; one thread.
 */
final class WordErrors {

    /** Epochs on either side that are averaged over. */
    private static final int REACH = 8;
    private static final double CHANCE = 2;

    private final double[] squares = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] degrees = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] local = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] factor = new double[SingleCarrierLayout.MAX_EPOCHS];

    /** Sets the sum of squares that the word of {@code epoch} leaves, and its degrees of freedom. */
    void set(int epoch, double left, double free) {
        squares[epoch] = left;
        degrees[epoch] = free;
    }

    /** Says what variance was predicted for the symbols of a word that was {@link #set}. */
    void predict(int epoch, double variance) {
        squares[epoch] /= Math.max(variance, Double.MIN_NORMAL);
    }

    /**
     * Computes the factors of the first {@code count} epochs.
     *
     * @param ofPrediction degrees of freedom behind the predicted variances
     */
    void settle(int count, double ofPrediction) {
        double sum = 0;
        double free = 0;
        for (int e = 0; e < count; e++) {
            sum += squares[e];
            free += degrees[e];
        }
        double mean = Math.max(sum / free, Double.MIN_NORMAL);
        double off = mean - 1;
        double level = 1 + off * Math.max(0, 1 - CHANCE * (1 / free + 1 / ofPrediction) / Math.max(off * off, Double.MIN_NORMAL));
        double share = spread(count, mean);
        for (int e = 0; e < count; e++) {
            factor[e] = level * (1 + share * (local[e] / mean - 1));
        }
    }

    /** Fills {@link #local}; the part of its spread that is not chance. */
    private double spread(int count, double mean) {
        double spread = 0;
        double chance = 0;
        for (int e = 0; e < count; e++) {
            double sum = 0;
            double free = 0;
            for (int i = Math.max(0, e - REACH); i <= Math.min(count - 1, e + REACH); i++) {
                sum += squares[i];
                free += degrees[i];
            }
            local[e] = sum / free;
            spread += Math.pow(local[e] / mean - 1, 2);
            chance += 1 / free;
        }
        return Math.max(0, 1 - CHANCE * chance / Math.max(spread, Double.MIN_NORMAL));
    }

    /** Error variance over its prediction at the word of {@code epoch}. */
    double factor(int epoch) {
        return factor[epoch];
    }
}
