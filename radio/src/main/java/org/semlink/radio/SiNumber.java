// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/** Numbers as users type them: {@code 2.4G}, {@code 915M}, {@code 250k}, {@code 20u}, {@code -3}, {@code 1e6}, {@code inf}. */
public final class SiNumber {

    private static final String SUFFIXES = "pnumkMG";
    private static final int[] EXPONENTS = {-12, -9, -6, -3, 3, 6, 9};
    // Double.parseDouble alone would take hexadecimal, "1d" and "NaN".
    private static final Pattern NUMBER = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)([" + SUFFIXES + "K]?)");

    private SiNumber() {
    }

    /**
     * The number in {@code text}, from {@code min} to {@code max} inclusive; {@code inf} is taken only where {@code max} is infinite.
     *
     * @param name what error messages call it
     */
    public static double parse(String name, String text, double min, double max) {
        double value;
        Matcher matcher = NUMBER.matcher(text);
        if (text.equalsIgnoreCase("inf") && max == Double.POSITIVE_INFINITY) {
            return max;
        } else if (matcher.matches()) {
            String suffix = matcher.group(2).replace('K', 'k');
            int exponent = suffix.isEmpty() ? 0 : EXPONENTS[SUFFIXES.indexOf(suffix)];
            // Scaling in decimal keeps 20u equal to 20e-6 to the last bit.
            value = new java.math.BigDecimal(matcher.group(1)).scaleByPowerOfTen(exponent).doubleValue();
        } else {
            throw SemlinkException.input("%s must be a number, got '%s'; write one such as 10, -3.5, 250k or 2.4G", name, text);
        }
        if (!(value >= min && value <= max) || Double.isInfinite(value)) {
            throw SemlinkException.input("%s must be from %s to %s, got %s", name, plain(min), plain(max), text);
        }
        return value;
    }

    private static String plain(double value) {
        return Double.isInfinite(value) ? (value < 0 ? "-inf" : "inf") : value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value) : Double.toString(value);
    }
}
