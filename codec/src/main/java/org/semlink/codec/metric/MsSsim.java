// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.OptionalDouble;
import org.semlink.codec.Picture;

/**
 * Multi-scale structural similarity (Wang et al. 2003, eq. 7) over five scales, the mean over R, G and B.
 *
 * <p>Between scales 2x2 means, an odd last row or column dropped. Negative contrast-structure terms count as 0, as in common use.
 */
public final class MsSsim implements PictureMetric {

    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final int SMALLEST = SsimMap.WINDOW << (WEIGHTS.length - 1);

    @Override
    public OptionalDouble measure(Picture sent, Picture received) {
        PictureMetric.requireSameSize(sent, received);
        if (Math.min(sent.width(), sent.height()) < SMALLEST) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        int size = sent.width() * sent.height();
        SsimMap map = new SsimMap(size);
        for (int c = 0; c < 3; c++) {
            sum += plane(map, sent.samples(), received.samples(), c * size, sent.width(), sent.height()) / 3;
        }
        return OptionalDouble.of(sum);
    }

    private static double plane(SsimMap map, float[] x, float[] y, int from, int width, int height) {
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length; scale++) {
            boolean last = scale == WEIGHTS.length - 1;
            double similarity = last ? map.ssim(x, y, from, width, height) : map.contrastStructure(x, y, from, width, height);
            product *= Math.pow(Math.max(0, similarity), WEIGHTS[scale]);
            if (!last) {
                x = halve(x, from, width, height);
                y = halve(y, from, width, height);
                from = 0;
                width /= 2;
                height /= 2;
            }
        }
        return product;
    }

    private static float[] halve(float[] plane, int from, int width, int height) {
        int w = width / 2;
        int h = height / 2;
        float[] out = new float[w * h];
        for (int i = 0; i < out.length; i++) {
            int at = from + i / w * 2 * width + i % w * 2;
            out[i] = (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4;
        }
        return out;
    }

    @Override
    public String requirement() {
        return "both sides at least " + SMALLEST + " pixels";
    }
}
