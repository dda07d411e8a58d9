// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values to positions along an axis, linear or logarithmic, with the ticks that are written beside it.
 *
 * @param min         value at the beginning
 * @param max         value at the end, over {@code min}
 * @param logarithmic equal ratios become equal lengths; {@code min > 0}
 * @param ticks       in rising order
 */
public record Scale(double min, double max, boolean logarithmic, List<Tick> ticks) {

    /** A labelled value. */
    public record Tick(double value, String label) {
    }

    private static final int TICKS = 6;

    /** A linear axis over these values (those that are not finite do not count), out to round numbers. */
    public static Scale over(double... values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double low = Arrays.stream(finite).min().orElse(0);
        double high = Arrays.stream(finite).max().orElse(1);
        // One value, or rounding errors of one, must not fill the axis.
        double least = 1e-6 * Math.max(1, Math.max(Math.abs(low), Math.abs(high)));
        if (high - low < least) {
            low -= Math.max(0.5, Math.abs(low) * 0.05);
            high += Math.max(0.5, Math.abs(high) * 0.05);
        }
        double step = roundStep((high - low) / (TICKS - 1));
        long first = (long) Math.floor(low / step + 1e-9);
        long last = (long) Math.ceil(high / step - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(new Tick(i * step, label(i, step)));
        }
        return new Scale(first * step, last * step, false, ticks);
    }

    /** A logarithmic axis over positive values with a tick at each of them, as long as they stand apart. */
    public static Scale ratios(double... values) {
        double[] sorted = Arrays.stream(values).filter(v -> v > 0).distinct().sorted().toArray();
        double low = sorted.length == 0 ? 0.1 : sorted[0] / 1.25;
        double high = sorted.length == 0 ? 1 : sorted[sorted.length - 1] * 1.25;
        List<Tick> ticks = new ArrayList<>();
        double apart = Math.log(high / low) / 9;
        for (double value : sorted) {
            if (ticks.isEmpty() || Math.log(value / ticks.get(ticks.size() - 1).value()) >= apart) {
                ticks.add(new Tick(value, fraction(value)));
            }
        }
        return new Scale(low, high, true, ticks);
    }

    /** As 1/12 where it is one over a whole number, to 1 %. */
    public static String fraction(double ratio) {
        double inverse = 1 / ratio;
        return inverse > 1.5 && Math.abs(inverse - Math.rint(inverse)) < 0.01 * inverse ? "1/" + Math.round(inverse)
                : plain(ratio, 3);
    }

    /** A number with so many digits at most, and no zeros at its end. */
    public static String plain(double value, int digits) {
        BigDecimal rounded = new BigDecimal(value).round(new java.math.MathContext(digits)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Position of a value: 0 at {@code min}, 1 at {@code max}. */
    public double position(double value) {
        return logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    }

    private static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10);
    }

    /** The tick's number without the noise of binary fractions, and with a true minus sign. */
    private static String label(long i, double step) {
        BigDecimal value = new BigDecimal(step).round(new java.math.MathContext(6)).multiply(BigDecimal.valueOf(i)).stripTrailingZeros();
        return (value.signum() == 0 ? "0" : value.toPlainString()).replace('-', '\u2212');
    }
}
