// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;

/**
 * One picture at one level, denoised from several timesteps: the loss as a function of how far the receiver told its network another SNR
 * than the real one. Such curves look like a U.
 *
 * @param snrDb     real SNR of the reception, dB
 * @param offsetsDb told minus real SNR, dB, rising, at least three
 * @param losses    loss at each offset, in the criterion's unit
 */
public record LevelSweep(double snrDb, double[] offsetsDb, double[] losses) {

    /** Points around the smallest loss through which its parabola goes. */
    private static final int NEIGHBOURS = 5;
    /** Points around an offset through which the cubic of its slope goes. */
    private static final int SLOPE_NEIGHBOURS = 7;

    public LevelSweep {
        offsetsDb = offsetsDb.clone();
        losses = losses.clone();
        if (offsetsDb.length < 3 || losses.length != offsetsDb.length) {
            throw new IllegalArgumentException("a sweep needs at least 3 offsets and as many losses, got " + offsetsDb.length + " and "
                    + losses.length);
        }
        for (int i = 0; i < losses.length; i++) {
            if (!Double.isFinite(losses[i] + offsetsDb[i] + snrDb) || i > 0 && offsetsDb[i] <= offsetsDb[i - 1]) {
                throw new IllegalArgumentException("a sweep needs finite losses at rising offsets, see point " + i);
            }
        }
    }

    /**
     * The bottom of the U.
     *
     * @param offsetDb  where the loss is least, within the offsets swept
     * @param curvature of the loss there, per dB squared, positive: how much it matters to hit it
     */
    public record Bottom(double offsetDb, double curvature) {
    }

    /** The least loss by a parabola through the points around the smallest; where the curve has no bottom, the best end of the sweep. */
    public Bottom bottom() {
        int best = 0;
        for (int i = 1; i < losses.length; i++) {
            best = losses[i] < losses[best] ? i : best;
        }
        int count = Math.min(NEIGHBOURS, losses.length);
        int first = Math.max(0, Math.min(best - count / 2, losses.length - count));
        WeightedObservedPoints points = new WeightedObservedPoints();
        for (int i = first; i < first + count; i++) {
            points.add(offsetsDb[i], losses[i]);
        }
        double[] parabola = PolynomialCurveFitter.create(2).fit(points.toList());
        if (!(parabola[2] > 0)) {
            return new Bottom(offsetsDb[best], leastCurvature());
        }
        double offset = -parabola[1] / (2 * parabola[2]);
        double last = offsetsDb[offsetsDb.length - 1];
        return new Bottom(Math.min(Math.max(offset, offsetsDb[0]), last), Math.max(2 * parabola[2], leastCurvature()));
    }

    /** A curve that is flat or has no bottom counts, but hardly: a ten-thousandth of its whole rise per dB squared. */
    private double leastCurvature() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double loss : losses) {
            low = Math.min(low, loss);
            high = Math.max(high, loss);
        }
        return Math.max(1e-4 * (high - low), 1e-12);
    }

    /**
     * Loss at {@code offsetDb}, constant beyond the offsets swept and by a natural cubic spline between them: straight lines would lie above
     * the bottom of a U by more than there is to be told apart.
     */
    public double loss(double offsetDb) {
        return new SplineInterpolator().interpolate(offsetsDb, losses).value(within(offsetDb));
    }

    /**
     * Change of the loss per dB at {@code offsetDb}, that of the nearest end beyond the offsets swept: of the cubic through the points around, since a parabola
     * takes a U that is steeper on one side for one that has moved.
     */
    public double slope(double offsetDb) {
        double at = within(offsetDb);
        int count = Math.min(SLOPE_NEIGHBOURS, losses.length);
        int first = 0;
        while (first + count < losses.length && at - offsetsDb[first] > offsetsDb[first + count] - at) {
            first++;
        }
        WeightedObservedPoints points = new WeightedObservedPoints();
        for (int i = first; i < first + count; i++) {
            points.add(offsetsDb[i] - at, losses[i]);
        }
        return PolynomialCurveFitter.create(Math.min(3, count - 1)).fit(points.toList())[1];
    }

    private double within(double offsetDb) {
        return Math.min(Math.max(offsetDb, offsetsDb[0]), offsetsDb[offsetsDb.length - 1]);
    }

    /** A copy. */
    @Override
    public double[] offsetsDb() {
        return offsetsDb.clone();
    }

    /** A copy. */
    @Override
    public double[] losses() {
        return losses.clone();
    }
}
