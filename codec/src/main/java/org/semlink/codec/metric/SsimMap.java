// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

/**
 * Local statistics of structural similarity over one plane: Gaussian windows of 11x11, sigma 1.5, where they fit whole.
 *
 * <p>Wang et al. 2004, eq. 12-13 with K1 = 0.01, K2 = 0.03, dynamic range 1. The window is separable, so each moment costs two
 * one-dimensional passes. Keeps its buffers for the next plane, which then find them in the processor's cache. Used by one thread.
 */
final class SsimMap {

    static final int WINDOW = 11;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final float[] GAUSSIAN = gaussian();
    /** Samples that are filtered at a time: eleven such pieces fit the processor's first cache. */
    private static final int PIECE = 512;

    private final float[] product;
    private final float[] rows;
    private final float[] meanX;
    private final float[] meanY;
    private final float[] meanPower;
    private final float[] meanXy;
    private final float[][] shifted = new float[WINDOW][PIECE];

    /** For planes of up to {@code samples}. */
    SsimMap(int samples) {
        product = new float[samples];
        rows = new float[samples];
        meanX = new float[samples];
        meanY = new float[samples];
        meanPower = new float[samples];
        meanXy = new float[samples];
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

    /** Mean of luminance times structure over two planes of {@code width x height} that begin at {@code from}, both sides at least {@link #WINDOW}. */
    double ssim(float[] x, float[] y, int from, int width, int height) {
        moments(x, y, from, width, height);
        double sum = 0;
        for (int row = 0; row <= height - WINDOW; row++) {
            for (int i = row * width; i <= (row + 1) * width - WINDOW; i++) {
                double mx = meanX[i];
                double my = meanY[i];
                double product = 2 * mx * my;
                double power = mx * mx + my * my;
                sum += (2 * meanXy[i] - product + C2) * (product + C1) / ((meanPower[i] - power + C2) * (power + C1));
            }
        }
        return sum / ((width - WINDOW + 1) * (height - WINDOW + 1));
    }

    /** As {@link #ssim}, of contrast and structure alone. */
    double contrastStructure(float[] x, float[] y, int from, int width, int height) {
        moments(x, y, from, width, height);
        double sum = 0;
        for (int row = 0; row <= height - WINDOW; row++) {
            for (int i = row * width; i <= (row + 1) * width - WINDOW; i++) {
                double mx = meanX[i];
                double my = meanY[i];
                sum += (2 * (meanXy[i] - mx * my) + C2) / (meanPower[i] - mx * mx - my * my + C2);
            }
        }
        return sum / ((width - WINDOW + 1) * (height - WINDOW + 1));
    }

    private void moments(float[] x, float[] y, int from, int width, int height) {
        int size = width * height;
        filter(x, from, meanX, size, width);
        filter(y, from, meanY, size, width);
        for (int i = 0; i < size; i++) {
            product[i] = x[from + i] * x[from + i] + y[from + i] * y[from + i];
        }
        filter(product, 0, meanPower, size, width);
        for (int i = 0; i < size; i++) {
            product[i] = x[from + i] * y[from + i];
        }
        filter(product, 0, meanXy, size, width);
    }

    /**
     * Weighted window means: the window whose top left corner is sample i has its mean at i.
     *
     * <p>Both passes run over the plane as one long row; what they make of windows that reach over the right edge is of no use to anybody.
     */
    private void filter(float[] plane, int from, float[] means, int size, int width) {
        int length = size - WINDOW + 1;
        pass(plane, from, rows, length, 1);
        pass(rows, 0, means, length - (WINDOW - 1) * width, width);
    }

    /**
     * Sums over windows whose samples lie {@code step} apart. Java computes several samples at a time only where all arrays of a loop have one
     * index, so the sums run over shifted copies; and with few arrays, so they run in three loops.
     */
    private void pass(float[] in, int from, float[] out, int length, int step) {
        float[][] s = shifted;
        float[] sum = s[5];
        for (int at = 0; at < length; at += PIECE) {
            int count = Math.min(PIECE, length - at);
            for (int k = 0; k < WINDOW; k++) {
                System.arraycopy(in, from + at + k * step, s[k], 0, count);
            }
            // The window is symmetric: samples at equal distance from its middle share a weight.
            weigh(sum, s[0], s[10], GAUSSIAN[5], GAUSSIAN[0], count);
            add(sum, s[1], s[9], GAUSSIAN[1], s[2], s[8], GAUSSIAN[2], count);
            add(sum, s[3], s[7], GAUSSIAN[3], s[4], s[6], GAUSSIAN[4], count);
            System.arraycopy(sum, 0, out, at, count);
        }
    }

    private static void weigh(float[] sum, float[] a, float[] b, float ofSum, float ofPair, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = ofSum * sum[i] + ofPair * (a[i] + b[i]);
        }
    }

    private static void add(float[] sum, float[] a, float[] b, float ofPair, float[] c, float[] d, float ofOther, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += ofPair * (a[i] + b[i]) + ofOther * (c[i] + d[i]);
        }
    }
}
