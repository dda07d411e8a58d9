// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.common.Snr;

/**
 * The SNR that an up-sampler leaves: that of the plain link, power allocation and all, whose linear error would be the same.
 *
 * <p>It solves {@code mean_c s_c^2 / (1 + gamma p_c) = mean_c s_c^2 d_c^2} for gamma, with {@code s_c} and {@code p_c} the scale and power of latent channel c and
 * {@code d_c^2} the mean posterior variance of its elements: errors count in the codec's own units. For a white latent sent at equal powers
 * it is {@code 1 / d^2 - 1}.
 */
public final class EffectiveSnr {

    private static final double LEAST_DB = -40;
    private static final double MOST_DB = 60;
    private static final int HALVINGS = 50;

    private EffectiveSnr() {
    }

    /** Linear, from {@value #LEAST_DB} to {@value #MOST_DB} dB; {@code variance} holds the posterior variance of every element, in (0, 1]. */
    public static double of(LatentFormat format, LatentShape shape, float[] variance) {
        double left = 0;
        for (int k = 0; k < variance.length; k++) {
            float scale = format.scale(k / shape.plane());
            left += (double) scale * scale * variance[k];
        }
        double low = LEAST_DB;
        double high = MOST_DB;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (linearError(format, Snr.fromDb(middle)) * shape.plane() > left) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Snr.fromDb((low + high) / 2);
    }

    private static double linearError(LatentFormat format, double snr) {
        double error = 0;
        for (int c = 0; c < format.channels(); c++) {
            error += format.scale(c) * (double) format.scale(c) / (1 + snr * format.power(c));
        }
        return error;
    }
}
