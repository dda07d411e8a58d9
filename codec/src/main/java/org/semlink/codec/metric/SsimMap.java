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

    /** Mean of luminance times structure, and of contrast-structure alone. */
    record Similarity(double ssim, double contrastStructure) {
    }

    private final float[] product;
    private final float[] rows;
    private final float[] meanX;
    private final float[] meanY;
    private final float[] meanPower;
    private final float[] meanXy;

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

    /** Similarity of two planes of {@code width x height} that begin at {@code from}, both sides at least {@link #WINDOW}. */
    Similarity of(float[] x, float[] y, int from, int width, int height) {
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
        double ssim = 0;
        double contrastStructure = 0;
        int outWidth = width - WINDOW + 1;
        int outHeight = height - WINDOW + 1;
        for (int row = 0; row < outHeight; row++) {
            for (int i = row * width; i < row * width + outWidth; i++) {
                double mx = meanX[i];
                double my = meanY[i];
                double cs = (2 * (meanXy[i] - mx * my) + C2) / (meanPower[i] - mx * mx - my * my + C2);
                contrastStructure += cs;
                ssim += cs * (2 * mx * my + C1) / (mx * mx + my * my + C1);
            }
        }
        int count = outWidth * outHeight;
        return new Similarity(ssim / count, contrastStructure / count);
    }

    /**
     * Weighted window means: the window whose top left corner is sample i has its mean at i.
     *
     * <p>Both passes run over the plane as one long row, which a processor does several samples at a time; what they make of windows that
     * reach over the right edge is of no use to anybody.
     */
    private void filter(float[] plane, int from, float[] means, int size, int width) {
        int length = size - WINDOW + 1;
        pass(plane, from, rows, length, 1);
        pass(rows, 0, means, length - (WINDOW - 1) * width, width);
    }

    /** The window is symmetric: samples at equal distance from its middle share a weight, and one loop leaves each sum in a register. */
    private static void pass(float[] in, int from, float[] out, int length, int step) {
        float g0 = GAUSSIAN[0], g1 = GAUSSIAN[1], g2 = GAUSSIAN[2], g3 = GAUSSIAN[3], g4 = GAUSSIAN[4], g5 = GAUSSIAN[5];
        int s2 = 2 * step, s3 = 3 * step, s4 = 4 * step, s5 = 5 * step, s6 = 6 * step, s7 = 7 * step, s8 = 8 * step, s9 = 9 * step;
        int s10 = 10 * step;
        for (int i = 0; i < length; i++) {
            int j = from + i;
            out[i] = g0 * (in[j] + in[j + s10]) + g1 * (in[j + step] + in[j + s9]) + g2 * (in[j + s2] + in[j + s8])
                    + g3 * (in[j + s3] + in[j + s7]) + g4 * (in[j + s4] + in[j + s6]) + g5 * in[j + s5];
        }
    }
}
