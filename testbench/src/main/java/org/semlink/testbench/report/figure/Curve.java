// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.List;

/**
 * A series of a {@link CurveFigure}.
 *
 * @param series name that joins its parts on a page: a bound and a baseline bear the name of the curve that they belong to
 * @param label  in the legend; empty for none
 * @param kind   what it is, which decides how it looks
 * @param number of its colour, dashes and marker
 * @param points in rising x; a point whose y is NaN interrupts the line
 */
public record Curve(String series, String label, Kind kind, int number, List<Point> points) {

    /** What a curve is. */
    public enum Kind { MEASURED, BOUND, BASELINE }

    /**
     * One value.
     *
     * @param low  lower end of its confidence interval; NaN for none
     * @param high upper end
     * @param tip  what is said when it is pointed at
     */
    public record Point(double x, double y, double low, double high, String tip) {

        /** A value without an interval. */
        public static Point of(double x, double y, String tip) {
            return new Point(x, y, Double.NaN, Double.NaN, tip);
        }
    }

    public Curve {
        points = List.copyOf(points);
    }

    Pen pen() {
        Ink ink = number < 0 ? Ink.MUTED : Ink.series(number);
        return switch (kind) {
            case MEASURED -> Pen.series(number);
            case BOUND -> Pen.bound(ink);
            case BASELINE -> Pen.baseline(ink);
        };
    }
}
