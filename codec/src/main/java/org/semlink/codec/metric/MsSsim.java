// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Multi-scale structural similarity (Wang et al. 2003, eq. 7) over five scales, the mean over R, G and B.
 *
 * <p>Between scales 2x2 means, an odd last row or column dropped. Negative contrast-structure terms count as 0, as in common use.
 */
public final class MsSsim implements PictureMetric {

    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final int LAST = WEIGHTS.length - 1;
    private static final int SMALLEST = SsimMap.WINDOW << LAST;

    @Override
    public OptionalDouble measure(Comparison pair) {
        if (pair.shorterSide() < SMALLEST) {
            return OptionalDouble.empty();
        }
        float[] x = pair.sent().samples();
        float[] y = pair.received().samples();
        int width = pair.sent().width();
        int height = pair.sent().height();
        double[] products = {1, 1, 1};
        SsimMap.Means means = pair.similarity();
        for (int scale = 0; scale < LAST; scale++) {
            multiply(products, means.contrastStructure(), WEIGHTS[scale]);
            x = halve(x, width, height);
            y = halve(y, width, height);
            width /= 2;
            height /= 2;
            means = SsimMap.means(x, y, width, height);
        }
        multiply(products, means.ssim(), WEIGHTS[LAST]);
        return Arrays.stream(products).average();
    }

    private static void multiply(double[] products, double[] similarity, double weight) {
        for (int c = 0; c < products.length; c++) {
            products[c] *= Math.pow(Math.max(0, similarity[c]), weight);
        }
    }

    private static float[] halve(float[] planes, int width, int height) {
        int w = width / 2;
        int h = height / 2;
        float[] out = new float[3 * w * h];
        for (int row = 0; row < 3 * h; row++) {
            int upper = (row / h * height + row % h * 2) * width;
            int lower = upper + width;
            for (int x = 0; x < w; x++) {
                out[row * w + x] = (planes[upper + 2 * x] + planes[upper + 2 * x + 1] + planes[lower + 2 * x] + planes[lower + 2 * x + 1]) / 4;
            }
        }
        return out;
    }

    @Override
    public String requirement() {
        return "both sides at least " + SMALLEST + " pixels";
    }
}
