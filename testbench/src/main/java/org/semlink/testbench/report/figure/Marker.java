// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** Shape of a data point: outlines as polygons about the origin, of about equal area; a second way to tell series apart, beside colour. */
public enum Marker {
    CIRCLE(ring(16, 1, 0)),
    SQUARE(ring(4, 1.2, Math.PI / 4)),
    TRIANGLE(ring(3, 1.4, -Math.PI / 2)),
    DIAMOND(ring(4, 1.3, 0)),
    TRIANGLE_DOWN(ring(3, 1.4, Math.PI / 2)),
    PENTAGON(ring(5, 1.15, -Math.PI / 2)),
    CROSS(cross());

    private final double[] outline;

    Marker(double[] outline) {
        this.outline = outline;
    }

    /** Marker of the series with this number, from 0. */
    public static Marker series(int number) {
        return values()[Math.floorMod(number, values().length)];
    }

    /** Corners x0, y0, x1, y1, ... at size 1. */
    double[] outline() {
        return outline.clone();
    }

    private static double[] ring(int corners, double radius, double turn) {
        double[] points = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            points[2 * i] = radius * Math.cos(turn + 2 * Math.PI * i / corners);
            points[2 * i + 1] = radius * Math.sin(turn + 2 * Math.PI * i / corners);
        }
        return points;
    }

    /** A plus sign with arms 0.4 wide on each side. */
    private static double[] cross() {
        double a = 0.4;
        double b = 1.3;
        return new double[] {-a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a};
    }
}
