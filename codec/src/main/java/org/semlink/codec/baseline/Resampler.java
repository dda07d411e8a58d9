// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import org.semlink.codec.Picture;

/**
 * Pictures to another size: separable cubic convolution (Keys 1981, a = -1/2), its kernel widened by the factor where it shrinks.
 *
 * <p>Samples are clamped to [0, 1]; edges repeat.
 */
final class Resampler {

    private Resampler() {
    }

    static Picture resize(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        float[] rows = lines(picture.samples(), picture.width(), width, 1, picture.width(), 3 * picture.height(), width);
        float[] out = new float[3 * width * height];
        for (int c = 0; c < 3; c++) {
            float[] plane = java.util.Arrays.copyOfRange(rows, c * width * picture.height(), (c + 1) * width * picture.height());
            System.arraycopy(lines(plane, picture.height(), height, width, 1, width, 1), 0, out, c * width * height, width * height);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, Math.min(1, out[i]));
        }
        return new Picture(width, height, out);
    }

    /**
     * Resamples {@code count} lines of {@code from} samples to {@code to}: element spacing {@code step}, line spacing {@code stride} before and
     * {@code newStride} after.
     */
    private static float[] lines(float[] in, int from, int to, int step, int stride, int count, int newStride) {
        float[] out = new float[count * to];
        double ratio = from / (double) to;
        double wide = Math.max(1, ratio);
        for (int x = 0; x < to; x++) {
            double centre = (x + 0.5) * ratio - 0.5;
            int first = (int) Math.ceil(centre - 2 * wide);
            int last = (int) Math.floor(centre + 2 * wide);
            double sum = 0;
            for (int k = first; k <= last; k++) {
                sum += keys((k - centre) / wide);
            }
            for (int k = first; k <= last; k++) {
                float weight = (float) (keys((k - centre) / wide) / sum);
                int at = Math.max(0, Math.min(from - 1, k)) * step;
                for (int line = 0; line < count; line++) {
                    out[line * newStride + x * step] += weight * in[line * stride + at];
                }
            }
        }
        return out;
    }

    private static double keys(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            return (1.5 * a - 2.5) * a * a + 1;
        }
        return a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
    }
}
