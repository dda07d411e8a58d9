// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.semlink.common.Snr;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.quality.PictureMeans;

/**
 * All trials that agree in everything but picture and repetition, as columns of numbers: one point of the grid. Means and their 95 % intervals
 * are over pictures, see {@link PictureMeans}; values that are missing do not count.
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
    public Estimate mean(String metric) {
        PictureMeans means = byPicture(metric);
        return estimate(means.mean(), means);
    }

    /** Mean of a power ratio that is stored in dB: over the ratios, never over levels; the result is in dB again. */
    public Estimate meanOfLevels(String metric) {
        double[] values = values(metric);
        PictureMeans means = byPicture(i -> Snr.fromDb(values[i]));
        return estimate(means.levelDb(), means);
    }

    /** Mean of the differences of two metrics of the same trial. */
    public Estimate meanDifference(String metric, String other) {
        double[] a = values(metric);
        double[] b = values(other);
        PictureMeans means = byPicture(i -> a[i] - b[i]);
        return estimate(means.mean(), means);
    }

    /** A number that was made of all values of a metric. */
    Estimate estimate(Mean number, String metric) {
        PictureMeans of = byPicture(metric);
        return new Estimate(number, of.trials(), of.pictures(), false);
    }

    private static Estimate estimate(Mean number, PictureMeans over) {
        return new Estimate(number, over.trials(), over.pictures(), true);
    }

    /** Value of {@link #mean} without the work for its interval. */
    public double average(String metric) {
        return byPicture(metric).average();
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
        return byPicture(valueOfTrial).average();
    }

    private PictureMeans byPicture(String metric) {
        double[] values = values(metric);
        return byPicture(i -> values[i]);
    }

    private PictureMeans byPicture(IntToDoubleFunction valueOfTrial) {
        PictureMeans means = new PictureMeans();
        for (int i = 0; i < size; i++) {
            means.add(pictures[i], valueOfTrial.applyAsDouble(i));
        }
        return means;
    }
}
