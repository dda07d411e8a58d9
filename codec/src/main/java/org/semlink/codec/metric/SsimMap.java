// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

/**
 * Local statistics of structural similarity over one plane: Gaussian windows of 11x11, sigma 1.5, where they fit whole.
 *
 * <p>Wang et al. 2004, eq. 12-13 with K1 = 0.01, K2 = 0.03, dynamic range 1. The window is separable, so each moment costs two
 * one-dimensional passes.
 */
final class SsimMap {

    static final int WINDOW = 11;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final float[] GAUSSIAN = gaussian();

    /** Mean of luminance times structure, and of contrast-structure alone. */
    record Similarity(double ssim, double contrastStructure) {
    }

    private SsimMap() {
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

    /** Similarity of two planes of {@code width x height}, both sides at least {@link #WINDOW}. */
    static Similarity of(float[] x, float[] y, int width, int height) {
        float[] xx = new float[x.length];
        float[] yy = new float[x.length];
        float[] xy = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            xx[i] = x[i] * x[i];
            yy[i] = y[i] * y[i];
            xy[i] = x[i] * y[i];
        }
        float[] meanX = filter(x, width, height);
        float[] meanY = filter(y, width, height);
        float[] meanXx = filter(xx, width, height);
        float[] meanYy = filter(yy, width, height);
        float[] meanXy = filter(xy, width, height);
        double ssim = 0;
        double contrastStructure = 0;
        for (int i = 0; i < meanX.length; i++) {
            double mx = meanX[i];
            double my = meanY[i];
            double cs = (2 * (meanXy[i] - mx * my) + C2) / (meanXx[i] - mx * mx + meanYy[i] - my * my + C2);
            contrastStructure += cs;
            ssim += cs * (2 * mx * my + C1) / (mx * mx + my * my + C1);
        }
        return new Similarity(ssim / meanX.length, contrastStructure / meanX.length);
    }

    /** Weighted window means where the window fits: {@code (width - 10) x (height - 10)} values. */
    private static float[] filter(float[] plane, int width, int height) {
        int outWidth = width - WINDOW + 1;
        int outHeight = height - WINDOW + 1;
        float[] rows = new float[outWidth * height];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < WINDOW; k++) {
                float weight = GAUSSIAN[k];
                int from = y * width + k;
                int to = y * outWidth;
                for (int x = 0; x < outWidth; x++) {
                    rows[to + x] += weight * plane[from + x];
                }
            }
        }
        float[] out = new float[outWidth * outHeight];
        for (int y = 0; y < outHeight; y++) {
            for (int k = 0; k < WINDOW; k++) {
                float weight = GAUSSIAN[k];
                int from = (y + k) * outWidth;
                int to = y * outWidth;
                for (int x = 0; x < outWidth; x++) {
                    out[to + x] += weight * rows[from + x];
                }
            }
        }
        return out;
    }
}
