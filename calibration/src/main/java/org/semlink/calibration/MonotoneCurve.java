// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.Arrays;

/**
 * A continuous, never falling curve over an interval of dB, with a pointwise 95 % confidence band, as a table with linear interpolation.
 *
 * <p>Beyond either end the curve goes on with slope 1 from its last value: in dB that is the identity shifted by the correction found at
 * the edge, so nothing jumps where the measurements stop. Immutable.
 */
public final class MonotoneCurve {

    private final double[] x;
    private final double[] value;
    private final double[] lower;
    private final double[] upper;

    /**
     * A curve through given points; value, lower and upper are each sorted first.
     *
     * <p>Sorting is the increasing rearrangement of Chernozhukov, Fernandez-Val and Galichon (Biometrika 2009): where the truth rises it
     * brings an estimate nearer to it, and a band of the right coverage keeps it.
     *
     * @param x     equally spaced, strictly rising, at least two
     * @param value estimate at {@code x}
     * @param lower lower end of the band
     * @param upper upper end
     */
    public MonotoneCurve(double[] x, double[] value, double[] lower, double[] upper) {
        if (x.length < 2 || value.length != x.length || lower.length != x.length || upper.length != x.length) {
            throw new IllegalArgumentException("need at least two points and four arrays of one length, got " + x.length + ", "
                    + value.length + ", " + lower.length + ", " + upper.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i] + value[i] + lower[i] + upper[i]) || i > 0 && x[i] <= x[i - 1]) {
                throw new IllegalArgumentException("points must be finite and their x rise, see point " + i);
            }
        }
        this.x = x.clone();
        this.value = sorted(value);
        this.lower = sorted(lower);
        this.upper = sorted(upper);
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** First x that was measured. */
    public double from() {
        return x[0];
    }

    /** Last x that was measured. */
    public double to() {
        return x[x.length - 1];
    }

    /** Whether {@code at} lies within what was measured. */
    public boolean covers(double at) {
        return at >= from() && at <= to();
    }

    public double value(double at) {
        return interpolate(value, at);
    }

    /** Lower end of the 95 % band; beyond the measurements it goes on with slope 1 like the curve. */
    public double lower(double at) {
        return interpolate(lower, at);
    }

    /** Upper end of the 95 % band. */
    public double upper(double at) {
        return interpolate(upper, at);
    }

    /** Half the height of the band. */
    public double uncertainty(double at) {
        return (upper(at) - lower(at)) / 2;
    }

    /** The table's x; a copy. */
    public double[] grid() {
        return x.clone();
    }

    private double interpolate(double[] y, double at) {
        if (at <= from()) {
            return y[0] + at - from();
        }
        if (at >= to()) {
            return y[y.length - 1] + at - to();
        }
        int right = Arrays.binarySearch(x, at);
        if (right >= 0) {
            return y[right];
        }
        right = -right - 1;
        double part = (at - x[right - 1]) / (x[right] - x[right - 1]);
        return y[right - 1] + part * (y[right] - y[right - 1]);
    }
}
