// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricMeanTest {

    /** Student's t for 4 degrees of freedom, 95 %: 2.776; values 1 to 5 have a deviation of sqrt(2.5). */
    @Test
    void theHalfWidthIsStudents() {
        MetricMean mean = MetricMean.of("quality.denoised.psnr_db", new double[] {1, 2, 3, 4, 5}, 0.95);
        assertThat(mean.value()).isEqualTo(3);
        assertThat(mean.halfWidth()).isCloseTo(2.776445 * Math.sqrt(2.5 / 5), within(1e-5));
        assertThat(MetricMean.of("link.cfo_hz", new double[] {1}, 0.95).halfWidth()).isInfinite();
    }

    /** Power ratios 1 and 100 have the mean 50.5: 17.03 dB, where a mean of levels would say 10. */
    @Test
    void levelsOfPowerAreAveragedAsPowerAndPsnrAsTheFieldDoes() {
        assertThat(MetricMean.of("latent_nmse_db.denoised", new double[] {0, 20}, 0.95).value()).isCloseTo(17.0329, within(1e-4));
        assertThat(MetricMean.of("link.snr_db", new double[] {0, 20}, 0.95).value()).isCloseTo(17.0329, within(1e-4));
        assertThat(MetricMean.of("quality.denoised.psnr_db", new double[] {0, 20}, 0.95).value()).isEqualTo(10);
    }

    /** 2,000 samples of 10: the true mean lies within the half-width in 95 % of them, 0.5 % of deviation. */
    @Test
    void theIntervalCoversTheMean() {
        SplittableRandom random = new SplittableRandom(5);
        int covered = 0;
        for (int i = 0; i < 2000; i++) {
            double[] values = new double[10];
            for (int j = 0; j < values.length; j++) {
                values[j] = 3 + random.nextGaussian();
            }
            MetricMean mean = MetricMean.of("quality.denoised.ssim", values, 0.95);
            covered += Math.abs(mean.value() - 3) <= mean.halfWidth() ? 1 : 0;
        }
        assertThat(covered / 2000.0).isBetween(0.935, 0.965);
    }
}
