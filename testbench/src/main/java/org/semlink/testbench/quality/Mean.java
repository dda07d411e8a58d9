// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A mean with its 95 % percentile-bootstrap interval (Efron 1979), 2,000 resamples, seeded.
 *
 * @param value the mean
 * @param low   lower end of the interval
 * @param high  upper end
 */
public record Mean(double value, double low, double high) {

    private static final int RESAMPLES = 2000;

    /** Mean of what {@code value} takes from each sample; at least one sample. */
    public static <T> Mean of(List<T> samples, ToDoubleFunction<T> value) {
        double[] values = samples.stream().mapToDouble(value).toArray();
        SplittableRandom random = new SplittableRandom(values.length);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        Arrays.sort(means);
        return new Mean(Arrays.stream(values).average().orElseThrow(), means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
