// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.semlink.common.Snr;
import org.semlink.testbench.cli.JsonOption;

/**
 * A mean with its 95 % interval.
 *
 * <p>Of fewer than {@value #FEW} samples it is Student's t: the resamples of a few lie too close together, and a bootstrap over two would hold
 * the truth half the time. From there on it is the percentile bootstrap (Efron 1979), 2,000 resamples, seeded, which knows of skewed samples.
 * The bootstrap also serves a few samples of which one is not finite, such as the PSNR of equal pictures.
 *
 * @param value the mean
 * @param low   lower end of the interval; NaN where there is a single sample, which says nothing of its spread
 * @param high  upper end, likewise
 */
public record Mean(double value, double low, double high) {

    private static final int RESAMPLES = 2000;
    private static final int FEW = 10;
    private static final double CONFIDENCE = 0.95;
    /** Of a power ratio. */
    private static final double DB_PER_NEPER = 10 / Math.log(10);

    /** Mean of what {@code value} takes from each sample; at least one sample. */
    public static <T> Mean of(List<T> samples, ToDoubleFunction<T> value) {
        double[] values = samples.stream().mapToDouble(value).toArray();
        return of(values, drawn -> mean(values, drawn));
    }

    /**
     * The ratio of two means over the same samples, in dB; at least one sample, both means positive. Student's t is that of the ratio's linear
     * part: {@code d ln(A/B) = dA/A - dB/B}.
     */
    public static <T> Mean ratioDb(List<T> samples, ToDoubleFunction<T> above, ToDoubleFunction<T> below) {
        double[] up = samples.stream().mapToDouble(above).toArray();
        double[] down = samples.stream().mapToDouble(below).toArray();
        double meanUp = Arrays.stream(up).average().orElseThrow();
        double meanDown = Arrays.stream(down).average().orElseThrow();
        double[] linear = new double[up.length];
        Arrays.setAll(linear, i -> DB_PER_NEPER * (up[i] / meanUp - down[i] / meanDown));
        return of(linear, drawn -> Snr.toDb(mean(up, drawn) / mean(down, drawn)));
    }

    /** The mean of powers, in dB: never a mean of levels. */
    public static <T> Mean levelDb(List<T> samples, ToDoubleFunction<T> power) {
        return ratioDb(samples, power, sample -> 1);
    }

    /** Whether there is an interval. */
    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }

    /** The mean, and its interval in brackets where there is one; every number in {@code format}. */
    public String text(String format) {
        return String.format(Locale.ROOT, format, value) + (hasInterval() ? String.format(Locale.ROOT, " [" + format + ", " + format + "]", low, high) : "");
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

    /**
     * A statistic of samples.
     *
     * @param linear    what each sample adds to it, to first order
     * @param statistic told which of the samples it is taken of
     */
    private static Mean of(double[] linear, ToDoubleFunction<int[]> statistic) {
        int n = linear.length;
        double value = statistic.applyAsDouble(IntStream.range(0, n).toArray());
        if (n == 1) {
            return new Mean(value, Double.NaN, Double.NaN);
        }
        if (n < FEW) {
            double half = new TDistribution(null, n - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * Math.sqrt(StatUtils.variance(linear) / n);
            if (Double.isFinite(half)) {
                return new Mean(value, value - half, value + half);
            }
        }
        return bootstrap(n, value, statistic);
    }

    private static Mean bootstrap(int n, double value, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(n);
        double[] resampled = new double[RESAMPLES];
        int[] drawn = new int[n];
        for (int r = 0; r < RESAMPLES; r++) {
            Arrays.setAll(drawn, i -> random.nextInt(n));
            resampled[r] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(resampled);
        return new Mean(value, resampled[RESAMPLES / 40], resampled[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
