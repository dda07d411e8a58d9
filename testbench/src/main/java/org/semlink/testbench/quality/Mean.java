// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.semlink.common.Snr;
import org.semlink.testbench.cli.JsonOption;

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
        return bootstrap(values.length, drawn -> mean(values, drawn));
    }

    /** The ratio of two means over the same samples, in dB; at least one sample, both means positive. */
    public static <T> Mean ratioDb(List<T> samples, ToDoubleFunction<T> above, ToDoubleFunction<T> below) {
        double[] up = samples.stream().mapToDouble(above).toArray();
        double[] down = samples.stream().mapToDouble(below).toArray();
        return bootstrap(up.length, drawn -> Snr.toDb(mean(up, drawn) / mean(down, drawn)));
    }

    /** Value and ends as JSON has them: null for what is not defined. */
    public List<Double> figures() {
        // List.of refuses null.
        return Arrays.asList(JsonOption.finite(value), JsonOption.finite(low), JsonOption.finite(high));
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        for (int i : drawn) {
            sum += values[i];
        }
        return sum / drawn.length;
    }

    /** A statistic of {@code n} samples, told which of them it is taken of. */
    private static Mean bootstrap(int n, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(n);
        double[] resampled = new double[RESAMPLES];
        int[] drawn = new int[n];
        for (int r = 0; r < RESAMPLES; r++) {
            Arrays.setAll(drawn, i -> random.nextInt(n));
            resampled[r] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(resampled);
        Arrays.setAll(drawn, i -> i);
        return new Mean(statistic.applyAsDouble(drawn), resampled[RESAMPLES / 40], resampled[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
