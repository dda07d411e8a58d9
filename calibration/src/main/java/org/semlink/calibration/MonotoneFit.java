// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * A rising curve with its 95 % band through points whose scatter is unknown and may change along the curve.
 *
 * <p>A {@link SmoothingSpline} is fitted, the scatter's logarithm is fitted to its squared residuals by a parabola, and the spline is
 * fitted again with the weights that follow. The curve and both ends of its band are then rearranged so that they rise.
 */
public final class MonotoneFit {

    /** Points below which no curve with a band is worth its name. */
    public static final int FEWEST_POINTS = 8;

    private static final double GRID_DB = 0.1;
    /** The scatter's parabola may not make one point count more than this often as much as another. */
    private static final double MOST_WEIGHT_RATIO = 1e4;

    private MonotoneFit() {
    }

    /**
     * Fits points of equal standing.
     *
     * @param x abscissae in dB, at least {@value #FEWEST_POINTS}, not all at one place
     * @param y ordinates in dB
     */
    public static MonotoneCurve of(double[] x, double[] y) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return of(x, y, ones);
    }

    /**
     * Fits points of known relative precision.
     *
     * @param precision inverse variances up to a common factor and a smooth function of x, positive
     */
    public static MonotoneCurve of(double[] x, double[] y, double[] precision) {
        if (x.length < FEWEST_POINTS || y.length != x.length || precision.length != x.length) {
            throw new IllegalArgumentException("a fit needs at least " + FEWEST_POINTS + " points, got " + x.length);
        }
        SmoothingSpline even = new SmoothingSpline(x, y, precision);
        SmoothingSpline spline = new SmoothingSpline(x, y, weights(x, y, precision, even));
        return table(spline, Arrays.stream(x).min().orElseThrow(), Arrays.stream(x).max().orElseThrow());
    }

    /** Harvey (1976): the log of the squared residuals, regressed on a parabola, gives the scatter along x. */
    private static double[] weights(double[] x, double[] y, double[] precision, SmoothingSpline spline) {
        int n = x.length;
        double middle = Arrays.stream(x).average().orElseThrow();
        double[] logs = new double[n];
        double[] residuals = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            residuals[i] = Math.pow(y[i] - spline.value(x[i]), 2) * precision[i];
            mean += residuals[i] / n;
        }
        double[][] design = new double[n][];
        for (int i = 0; i < n; i++) {
            double at = x[i] - middle;
            design[i] = new double[] {1, at, at * at};
            // A residual that happens to be 0 says nothing about the scatter; its logarithm would.
            logs[i] = Math.log(residuals[i] + 0.01 * mean);
        }
        if (!(mean > 0)) {
            return precision.clone();
        }
        double[] parabola = new QRDecomposition(new Array2DRowRealMatrix(design, false)).getSolver()
                .solve(new ArrayRealVector(logs, false)).toArray();
        double[] weights = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double at = x[i] - middle;
            weights[i] = precision[i] * Math.exp(-(parabola[1] * at + parabola[2] * at * at));
            largest = Math.max(largest, weights[i]);
        }
        for (int i = 0; i < n; i++) {
            weights[i] = Math.max(weights[i] / largest, 1 / MOST_WEIGHT_RATIO);
        }
        return weights;
    }

    private static MonotoneCurve table(SmoothingSpline spline, double from, double to) {
        int n = Math.max(2, (int) Math.ceil((to - from) / GRID_DB) + 1);
        double[] x = new double[n];
        double[] value = new double[n];
        double[] lower = new double[n];
        double[] upper = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = from + (to - from) * i / (n - 1);
            value[i] = spline.value(x[i]);
            double half = spline.uncertainty(x[i]);
            lower[i] = value[i] - half;
            upper[i] = value[i] + half;
        }
        return new MonotoneCurve(x, value, lower, upper);
    }
}
