// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.common.Snr;

/** Peak signal-to-noise ratio in dB over all samples of R, G and B, peak 1; infinite for equal pictures. */
public final class Psnr implements PictureMetric {

    @Override
    public OptionalDouble measure(Comparison pair) {
        return OptionalDouble.of(-Snr.toDb(meanSquaredError(pair.sent(), pair.received())));
    }

    /** Mean squared error over all samples of two pictures of equal size. */
    public static double meanSquaredError(Picture a, Picture b) {
        Comparison.requireSameSize(a, b);
        float[] x = a.samples();
        float[] y = b.samples();
        // Planes are added up side by side: one sum alone would wait for each of its additions.
        int plane = x.length / 3;
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int i = 0; i < plane; i++) {
            red += squared(x[i], y[i]);
            green += squared(x[plane + i], y[plane + i]);
            blue += squared(x[2 * plane + i], y[2 * plane + i]);
        }
        return (red + green + blue) / x.length;
    }

    private static double squared(float a, float b) {
        double difference = (double) a - b;
        return difference * difference;
    }

    @Override
    public String requirement() {
        return "any size";
    }
}
