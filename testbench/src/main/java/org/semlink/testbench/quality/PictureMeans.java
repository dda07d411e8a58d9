// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trials' values by their pictures: a picture's value is the mean over its trials, and a mean and its interval are over pictures.
 *
 * <p>Pictures are the sample from which a reader concludes on others. Trials of one picture are alike, so that an interval over trials would be
 * too narrow by far; however often a single picture was sent, nothing is known of others. Values that are not finite do not count.
 */
public final class PictureMeans {

    private final Map<Object, double[]> sums = new LinkedHashMap<>();
    private int trials;

    /** Adds the value of a trial. */
    public void add(Object picture, double value) {
        if (Double.isFinite(value)) {
            double[] sum = sums.computeIfAbsent(picture, p -> new double[2]);
            sum[0] += value;
            sum[1]++;
            trials++;
        }
    }

    /** Trials that have a value. */
    public int trials() {
        return trials;
    }

    /** Pictures that have one. */
    public int pictures() {
        return sums.size();
    }

    /** Mean over pictures; NaN of none. */
    public double average() {
        return values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Mean over pictures with its interval; all NaN of none. */
    public Mean mean() {
        return sums.isEmpty() ? nothing() : Mean.of(values(), Double::doubleValue);
    }

    /** {@link #mean} of powers, in dB. */
    public Mean levelDb() {
        return sums.isEmpty() ? nothing() : Mean.levelDb(values(), Double::doubleValue);
    }

    private static Mean nothing() {
        return new Mean(Double.NaN, Double.NaN, Double.NaN);
    }

    private List<Double> values() {
        return sums.values().stream().map(sum -> sum[0] / sum[1]).toList();
    }
}
