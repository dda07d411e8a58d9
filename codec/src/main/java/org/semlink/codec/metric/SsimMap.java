// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

/**
 * Structural similarity of two pictures, plane by plane: Gaussian windows of 11x11, sigma 1.5, where they fit whole.
 *
 * <p>Wang et al. 2004, eq. 12-13 with K1 = 0.01, K2 = 0.03, dynamic range 1. Goes down the picture with its last eleven rows: sums over columns,
 * of these sums over rows, of these the similarity. A row holds four moments (x, y, x^2 + y^2, xy) of all planes, one behind the other.
 *
 * <p>Java computes several samples at a time only in short loops in which all arrays have one index, hence the shape of those here.
 */
final class SsimMap {

    static final int WINDOW = 11;
    private static final int MOMENTS = 4;
    private static final float C1 = 0.01f * 0.01f;
    private static final float C2 = 0.03f * 0.03f;
    private static final float[] GAUSSIAN = gaussian();

    private final float[] x;
    private final float[] y;
    private final int width;
    private final int height;
    private final int planes;
    /** Samples of a row of all planes. */
    private final int length;
    private final float[][] rows;
    private final float[] columns;
    private final float[][] shifted;
    private final float[][] moments;
    private final float[] similarity;
    private final float[] contrastStructure;

    private SsimMap(float[] x, float[] y, int width, int height) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
        planes = x.length / (width * height);
        length = planes * width;
        rows = new float[WINDOW][MOMENTS * length];
        columns = new float[MOMENTS * length];
        shifted = new float[WINDOW][MOMENTS * length];
        moments = new float[MOMENTS][length];
        similarity = new float[length];
        contrastStructure = new float[length];
    }

    private static float[] gaussian() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            weights[i] = Math.exp(-(i - 5) * (i - 5) / (2 * 1.5 * 1.5));
            sum += weights[i];
        }
        float[] normalised = new float[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            normalised[i] = (float) (weights[i] / sum);
        }
        return normalised;
    }

    /**
     * Means over a picture, of each plane.
     *
     * @param ssim              luminance times contrast and structure
     * @param contrastStructure contrast and structure alone
     */
    record Means(double[] ssim, double[] contrastStructure) {
    }

    /** Of two pictures of {@code width x height}, planes one behind the other, both sides at least {@link #WINDOW}. */
    static Means means(float[] x, float[] y, int width, int height) {
        return new SsimMap(x, y, width, height).means();
    }

    private Means means() {
        double[] ssim = new double[planes];
        double[] structure = new double[planes];
        for (int row = 0; row < height; row++) {
            read(row);
            if (row >= WINDOW - 1) {
                sumColumns(row + 1);
                sumRow();
                compare(moments[0], moments[1], moments[2], moments[3], similarity, contrastStructure);
                addWindows(similarity, ssim);
                addWindows(contrastStructure, structure);
            }
        }
        return new Means(ssim, structure);
    }

    /** What is made of windows that reach from one plane or moment into the next is of no use to anybody. */
    private void addWindows(float[] values, double[] means) {
        int windows = width - WINDOW + 1;
        for (int c = 0; c < planes; c++) {
            double sum = 0;
            for (int i = c * width; i < c * width + windows; i++) {
                sum += values[i];
            }
            means[c] += sum / windows / (height - WINDOW + 1);
        }
    }

    private void read(int row) {
        for (int c = 0; c < planes; c++) {
            System.arraycopy(x, (c * height + row) * width, moments[0], c * width, width);
            System.arraycopy(y, (c * height + row) * width, moments[1], c * width, width);
        }
        multiply(moments[0], moments[1], moments[2], moments[3]);
        for (int m = 0; m < MOMENTS; m++) {
            System.arraycopy(moments[m], 0, rows[row % WINDOW], m * length, length);
        }
    }

    private static void multiply(float[] x, float[] y, float[] power, float[] product) {
        for (int i = 0; i < x.length; i++) {
            power[i] = x[i] * x[i] + y[i] * y[i];
            product[i] = x[i] * y[i];
        }
    }

    /** @param top the uppermost of the eleven rows, modulo eleven */
    private void sumColumns(int top) {
        System.arraycopy(rows[(top + 5) % WINDOW], 0, columns, 0, columns.length);
        sum(columns, rows, top);
    }

    private void sumRow() {
        for (int k = 0; k < WINDOW; k++) {
            System.arraycopy(columns, k, shifted[k], 0, columns.length - k);
        }
        sum(shifted[5], shifted, 0);
        for (int m = 0; m < MOMENTS; m++) {
            System.arraycopy(shifted[5], m * length, moments[m], 0, length);
        }
    }

    /** The window is symmetric: samples at equal distance from its middle, which {@code sum} holds, share a weight. */
    private static void sum(float[] sum, float[][] s, int first) {
        weigh(sum, s[first % WINDOW], s[(first + 10) % WINDOW], GAUSSIAN[5], GAUSSIAN[0]);
        for (int k = 1; k < 5; k += 2) {
            add(sum, s[(first + k) % WINDOW], s[(first + 10 - k) % WINDOW], GAUSSIAN[k], s[(first + k + 1) % WINDOW], s[(first + 9 - k) % WINDOW],
                    GAUSSIAN[k + 1]);
        }
    }

    private static void weigh(float[] sum, float[] a, float[] b, float ofSum, float ofPair) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = ofSum * sum[i] + ofPair * (a[i] + b[i]);
        }
    }

    private static void add(float[] sum, float[] a, float[] b, float ofPair, float[] c, float[] d, float ofOther) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += ofPair * (a[i] + b[i]) + ofOther * (c[i] + d[i]);
        }
    }

    private static void compare(float[] mx, float[] my, float[] power, float[] product, float[] ssim, float[] contrastStructure) {
        for (int i = 0; i < ssim.length; i++) {
            float means = 2 * mx[i] * my[i];
            float squares = mx[i] * mx[i] + my[i] * my[i];
            float structure = (2 * product[i] - means + C2) / (power[i] - squares + C2);
            contrastStructure[i] = structure;
            ssim[i] = structure * (means + C1) / (squares + C1);
        }
    }
}
