// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Chooses where a link calibration measures next: a coarse ladder first, then wherever the correction's band is widest, until it is
 * narrow enough everywhere or the budget is spent. One thread.
 */
public final class LevelPlanner {

    private static final int COARSE_LEVELS = 13;
    private static final double CANDIDATE_STEP_DB = 0.5;

    private final double lowest;
    private final double highest;
    private final double targetDb;
    private final int budget;
    private final List<LinkPoint> points = new ArrayList<>();
    private int asked;
    private double last = Double.NaN;
    private MonotoneCurve fitted;
    private int fittedTo;

    /**
     * @param lowestDb  lowest level of the ladder
     * @param highestDb highest level, above {@code lowestDb}
     * @param targetDb  half height that the 95 % band must fall below everywhere
     * @param budget    most levels to ask for, with repetitions
     */
    public LevelPlanner(double lowestDb, double highestDb, double targetDb, int budget) {
        if (!(highestDb > lowestDb) || !(targetDb > 0) || budget < COARSE_LEVELS) {
            throw new IllegalArgumentException("ladder must rise, target be positive and budget at least " + COARSE_LEVELS + ", got "
                    + lowestDb + ".." + highestDb + ", " + targetDb + ", " + budget);
        }
        this.lowest = lowestDb;
        this.highest = highestDb;
        this.targetDb = targetDb;
        this.budget = budget;
    }

    /** The level to measure next; empty when the target is met or the budget spent. */
    public OptionalDouble next() {
        if (asked >= budget) {
            return OptionalDouble.empty();
        }
        double level;
        if (asked < COARSE_LEVELS) {
            level = lowest + (highest - lowest) * asked / (COARSE_LEVELS - 1);
        } else {
            Widest widest = widest();
            if (widest.halfHeight() <= targetDb && asked >= 2 * COARSE_LEVELS) {
                return OptionalDouble.empty();
            }
            level = widest.level();
        }
        asked++;
        last = level;
        return OptionalDouble.of(level);
    }

    /** Goes on where an earlier run stopped, which asked for {@code levels}, heard or not, with repetitions. */
    public void resume(List<LinkPoint> earlier, int levels) {
        points.addAll(earlier);
        asked += levels;
    }

    /** A burst that arrived at the level last asked for. What did not arrive is simply not reported; it counts all the same. */
    public void measured(LinkPoint point) {
        points.add(point);
    }

    /** All points so far. */
    public List<LinkPoint> points() {
        return List.copyOf(points);
    }

    /** Levels asked for so far, with repetitions. */
    public int asked() {
        return asked;
    }

    /** Greatest half height of the band over the range measured, dB; infinite before a fit is possible. */
    public double uncertaintyDb() {
        return points.size() < MonotoneFit.FEWEST_POINTS ? Double.POSITIVE_INFINITY : widest().halfHeight();
    }

    /**
     * The band among candidate levels.
     *
     * @param level      to measure next: two bursts in a row at one level say less than two at neighbours, where the curve bends, so not the last one
     * @param halfHeight greatest of all, dB
     */
    private record Widest(double level, double halfHeight) {
    }

    /** Where the band is widest; the ladder's scale is carried to estimated SNR by the points themselves. */
    private Widest widest() {
        if (points.size() < MonotoneFit.FEWEST_POINTS) {
            // Most of the coarse ladder was lost: go where things were heard, from the top down.
            return new Widest(highest - (highest - lowest) * ((asked - COARSE_LEVELS) % COARSE_LEVELS) / COARSE_LEVELS,
                    Double.POSITIVE_INFINITY);
        }
        if (fittedTo != points.size()) {
            fitted = LinkCalibration.correction(points);
            fittedTo = points.size();
        }
        Widest next = new Widest(lowest, 0);
        double greatest = 0;
        for (double level = lowest; level <= highest + 1e-9; level += CANDIDATE_STEP_DB) {
            double half = fitted.uncertainty(estimateAt(level));
            greatest = Math.max(greatest, half);
            if (half > next.halfHeight() && level != last) {
                next = new Widest(level, half);
            }
        }
        return new Widest(next.level(), greatest);
    }

    /** Estimated SNR (dB) to expect at a level, within what was measured: that of the nearest level that was heard. */
    private double estimateAt(double level) {
        LinkPoint nearest = points.get(0);
        for (LinkPoint point : points) {
            nearest = Math.abs(point.levelDb() - level) < Math.abs(nearest.levelDb() - level) ? point : nearest;
        }
        return nearest.snrDb();
    }
}
