// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.semlink.common.Snr;

/**
 * Mean of a metric over trials with the half-width of its confidence interval, Student's t.
 *
 * <p>PSNR is averaged in dB, as the field does. Every other level is a power ratio: its mean is taken over the ratios, and the half-width is
 * the larger distance of the interval's ends in dB.
 *
 * @param value     the mean
 * @param halfWidth infinite for a single trial, or where the interval reaches a ratio of 0
 * @param count     trials
 */
public record MetricMean(double value, double halfWidth, int count) {

    /** Mean of at least one value. */
    public static MetricMean of(String metric, double[] values, double confidence) {
        boolean ratio = Metrics.isPowerRatio(metric);
        double[] linear = ratio ? Arrays.stream(values).map(Snr::fromDb).toArray() : values;
        int n = linear.length;
        double mean = Arrays.stream(linear).average().orElseThrow();
        double squares = Arrays.stream(linear).map(v -> (v - mean) * (v - mean)).sum();
        double half = n < 2 ? Double.POSITIVE_INFINITY
                : new TDistribution(n - 1.0).inverseCumulativeProbability((1 + confidence) / 2) * Math.sqrt(squares / (n - 1) / n);
        if (!ratio) {
            return new MetricMean(mean, half, n);
        }
        return new MetricMean(Snr.toDb(mean), half < mean ? -Snr.toDb(1 - half / mean) : Double.POSITIVE_INFINITY, n);
    }
}
