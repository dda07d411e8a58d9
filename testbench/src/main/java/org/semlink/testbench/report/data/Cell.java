// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.semlink.common.Snr;
import org.semlink.testbench.quality.Mean;

/**
 * All trials that agree in everything but picture and repetition, as columns of numbers: one point of the grid.
 *
 * <p>Means are over pictures, each picture's value the mean of its repetitions, and the 95 % intervals resample pictures; where all trials
 * have the same picture they resample trials, and a single trial has none. Values that are missing do not count.
 */
public final class Cell {

    private static final int FIRST_CAPACITY = 16;

    private final Map<String, String> axes;
    private final Map<String, double[]> columns = new HashMap<>();
    private int[] pictures = new int[FIRST_CAPACITY];
    private int size;
    private int failed;

    Cell(Map<String, String> axes) {
        this.axes = new LinkedHashMap<>(axes);
    }

    void add(int picture, Map<String, Double> metrics) {
        if (size == pictures.length) {
            pictures = Arrays.copyOf(pictures, 2 * size);
            columns.replaceAll((name, values) -> Arrays.copyOf(values, 2 * size));
        }
        pictures[size] = picture;
        for (String name : Metric.KEPT) {
            Double value = metrics.get(name);
            if (value == null && !columns.containsKey(name)) {
                continue;
            }
            columns.computeIfAbsent(name, n -> {
                double[] none = new double[pictures.length];
                Arrays.fill(none, Double.NaN);
                return none;
            })[size] = value == null ? Double.NaN : value;
        }
        size++;
    }

    void addFailed() {
        failed++;
    }

    /** Where it lies in the grid: every axis but picture and repetition. */
    public Map<String, String> axes() {
        return java.util.Collections.unmodifiableMap(axes);
    }

    /** Trials that came to a result. */
    public int trials() {
        return size;
    }

    /** Trials that did not; they are in no number. */
    public int failed() {
        return failed;
    }

    /** Different pictures. */
    public int pictures() {
        return (int) IntStream.range(0, size).map(i -> pictures[i]).distinct().count();
    }

    /** Every trial's value of a metric; NaN where it is missing. */
    public double[] values(String metric) {
        double[] values = columns.get(metric);
        return values == null ? nothing() : Arrays.copyOf(values, size);
    }

    private double[] nothing() {
        double[] none = new double[size];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** Mean of a metric in its own unit; all NaN if no trial has it. */
    public Mean mean(String metric) {
        double[] values = values(metric);
        return mean(i -> values[i]);
    }

    /** Mean of a power ratio that is stored in dB: over the ratios, never over levels; the result is in dB again. */
    public Mean meanOfLevels(String metric) {
        double[] values = values(metric);
        return map(mean(i -> Snr.fromDb(values[i])), Snr::toDb);
    }

    /** Mean of the differences of two metrics of the same trial. */
    public Mean meanDifference(String metric, String other) {
        double[] a = values(metric);
        double[] b = values(other);
        return mean(i -> a[i] - b[i]);
    }

    /** Value of {@link #mean} without the work for its interval. */
    public double average(String metric) {
        double[] values = values(metric);
        return average(i -> values[i]);
    }

    /** Value of {@link #meanOfLevels} without the work for its interval. */
    public double averageLevel(String metric) {
        double[] values = values(metric);
        return Snr.toDb(average(i -> Snr.fromDb(values[i])));
    }

    /** Value of {@link #meanDifference} without the work for its interval. */
    public double averageDifference(String metric, String other) {
        double[] a = values(metric);
        double[] b = values(other);
        return average(i -> a[i] - b[i]);
    }

    double average(IntToDoubleFunction valueOfTrial) {
        return Arrays.stream(perPicture(valueOfTrial)).average().orElse(Double.NaN);
    }

    /** Mean over pictures of what every trial has; the interval's ends are NaN for a single value. */
    private Mean mean(IntToDoubleFunction valueOfTrial) {
        double[] units = pictures() > 1 ? perPicture(valueOfTrial) : IntStream.range(0, size).mapToDouble(valueOfTrial).toArray();
        List<Double> finite = Arrays.stream(units).filter(Double::isFinite).boxed().toList();
        return finite.size() > 1 ? Mean.of(finite, Double::doubleValue) : new Mean(average(valueOfTrial), Double.NaN, Double.NaN);
    }

    /** Each picture's mean over its repetitions, in the order of their first trials. */
    private double[] perPicture(IntToDoubleFunction valueOfTrial) {
        Map<Integer, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            double value = valueOfTrial.applyAsDouble(i);
            if (Double.isFinite(value)) {
                double[] sum = sums.computeIfAbsent(pictures[i], p -> new double[2]);
                sum[0] += value;
                sum[1]++;
            }
        }
        return sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
    }

    private static Mean map(Mean mean, DoubleUnaryOperator rising) {
        return new Mean(rising.applyAsDouble(mean.value()), rising.applyAsDouble(mean.low()), rising.applyAsDouble(mean.high()));
    }
}
