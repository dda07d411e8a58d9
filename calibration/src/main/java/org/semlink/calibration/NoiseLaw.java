// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How a link's real noise follows the noise that its receiver reads: {@code real = factor * read + floor}, per unit of signal.
 *
 * <p>A factor other than 1 is an estimator's bias; a floor is what no better signal removes: phase noise, distortion, converters. Fitted
 * with relative errors (gamma likelihood), since a noise power measured from N symbols scatters by a fixed fraction of itself.
 *
 * @param factor     real noise per noise read, linear, not negative
 * @param floor      noise that stays when none is read, per unit of signal, linear, not negative
 * @param floorLow   lower end of the floor's 95 % interval (profile likelihood)
 * @param floorHigh  upper end
 */
public record NoiseLaw(double factor, double floor, double floorLow, double floorHigh) {

    /** The floor limits the link where it adds this much to the noise, in dB: the disagreement that also makes a receiver say so. */
    public static final double LIMIT_DB = 1;

    private static final int ROUNDS = 200;
    private static final double TOLERANCE = 1e-12;

    /** Real noise, linear, for noise read. */
    public double noise(double read) {
        return factor * read + floor;
    }

    /** Whether the link at this reading (linear SNR) is held back by its own impairments rather than by noise. */
    public boolean limits(double snr) {
        return floor > (Math.pow(10, LIMIT_DB / 10) - 1) * factor / snr;
    }

    /** Whether the data prove that there is a floor at all. */
    public boolean hasFloor() {
        return floorLow > 0;
    }

    /**
     * Fits.
     *
     * @param read noise as the receiver reads it, linear, positive
     * @param real noise as the known symbols show it, linear, positive; at least three points
     */
    public static NoiseLaw fit(double[] read, double[] real) {
        if (read.length < 3 || real.length != read.length) {
            throw new IllegalArgumentException("a noise law needs at least 3 points, got " + read.length);
        }
        double highest = 0;
        double floor = 0;
        double factor = slope(read, real, 0);
        // Iteratively re-weighted least squares: each point counts by the inverse square of what the law says there.
        for (int round = 0; round < ROUNDS; round++) {
            double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
            for (int i = 0; i < read.length; i++) {
                double weight = 1 / Math.pow(factor * read[i] + floor, 2);
                w += weight;
                wx += weight * read[i];
                wxx += weight * read[i] * read[i];
                wy += weight * real[i];
                wxy += weight * read[i] * real[i];
            }
            double next = Math.max(0, (wxx * wy - wx * wxy) / (w * wxx - wx * wx));
            double nextFactor = Math.max(0, (wxy - next * wx) / wxx);
            boolean settled = Math.abs(next - floor) <= TOLERANCE * (next + floor) && Math.abs(nextFactor - factor) <= TOLERANCE * factor;
            floor = next;
            factor = nextFactor;
            if (settled) {
                break;
            }
        }
        for (double value : real) {
            highest = Math.max(highest, value);
        }
        double shape = shape(read, real, factor, floor);
        double least = deviance(read, real, factor, floor) + new ChiSquaredDistribution(1).inverseCumulativeProbability(0.95) / shape;
        return new NoiseLaw(factor, floor, edge(read, real, floor, 0, least), edge(read, real, floor, highest, least));
    }

    /** Best factor for a given floor, by the same re-weighting. */
    private static double slope(double[] read, double[] real, double floor) {
        double factor = 0;
        for (int i = 0; i < read.length; i++) {
            factor += Math.max(real[i] - floor, 0) / read[i] / read.length;
        }
        for (int round = 0; round < ROUNDS; round++) {
            double up = 0, down = 0;
            for (int i = 0; i < read.length; i++) {
                double weight = 1 / Math.pow(factor * read[i] + floor, 2);
                up += weight * read[i] * (real[i] - floor);
                down += weight * read[i] * read[i];
            }
            double next = Math.max(up / down, 1e-12);
            if (Math.abs(next - factor) <= TOLERANCE * factor) {
                return next;
            }
            factor = next;
        }
        return factor;
    }

    /** Twice the log-likelihood ratio against a perfect fit, for gamma noise of shape 1. */
    private static double deviance(double[] read, double[] real, double factor, double floor) {
        double sum = 0;
        for (int i = 0; i < read.length; i++) {
            double ratio = real[i] / (factor * read[i] + floor);
            sum += 2 * (ratio - 1 - Math.log(ratio));
        }
        return sum;
    }

    /** One over the relative variance of a point about the law (Pearson). */
    private static double shape(double[] read, double[] real, double factor, double floor) {
        double sum = 0;
        for (int i = 0; i < read.length; i++) {
            sum += Math.pow(real[i] / (factor * read[i] + floor) - 1, 2);
        }
        return (read.length - 2) / Math.max(sum, 1e-18);
    }

    /** Where, from the best floor towards {@code bound}, the profile deviance reaches {@code least}; the bound where it never does. */
    private static double edge(double[] read, double[] real, double best, double bound, double least) {
        if (deviance(read, real, slope(read, real, bound), bound) <= least) {
            return bound;
        }
        double inside = best;
        double outside = bound;
        for (int i = 0; i < 60; i++) {
            double middle = (inside + outside) / 2;
            if (deviance(read, real, slope(read, real, middle), middle) <= least) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }
}
