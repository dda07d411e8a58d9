// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.List;

/**
 * How a line is drawn.
 *
 * @param ink   its colour
 * @param width in units of the figure
 * @param dash  lengths of strokes and gaps in turn; empty for a line without gaps
 */
public record Pen(Ink ink, double width, List<Double> dash) {

    private static final List<List<Double>> SERIES = List.of(List.of(), List.of(9.0, 3.0), List.of(12.0, 3.0, 3.0, 3.0), List.of(6.0, 2.5),
            List.of(14.0, 4.0), List.of(9.0, 3.0, 2.0, 3.0, 2.0, 3.0));

    /** Line of the measured series with this number. */
    public static Pen series(int number) {
        return new Pen(Ink.series(number), 2, SERIES.get(Math.floorMod(number, SERIES.size())));
    }

    /** A bound: thin and dotted. */
    public static Pen bound(Ink ink) {
        return new Pen(ink, 1.3, List.of(1.3, 3.0));
    }

    /** A baseline that belongs to a series: thin and dashed. */
    public static Pen baseline(Ink ink) {
        return new Pen(ink, 1.3, List.of(5.0, 3.5));
    }

    /** A thin line without gaps. */
    public static Pen thin(Ink ink) {
        return new Pen(ink, 1, List.of());
    }
}
