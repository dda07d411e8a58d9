// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.common.Snr;

/** Peak signal-to-noise ratio in dB over all samples of R, G and B, peak 1; infinite for equal pictures. */
public final class Psnr implements PictureMetric {

    @Override
    public OptionalDouble measure(Picture sent, Picture received) {
        return OptionalDouble.of(-Snr.toDb(meanSquaredError(sent, received)));
    }

    /** Mean squared error over all samples. */
    public static double meanSquaredError(Picture a, Picture b) {
        PictureMetric.requireSameSize(a, b);
        float[] x = a.samples();
        float[] y = b.samples();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return sum / x.length;
    }

    @Override
    public String requirement() {
        return "any size";
    }
}
