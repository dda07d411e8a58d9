// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values that a device accepts, both ends included, in the unit of the setting (Hz, dB, samples per second).
 *
 * @param step distance of neighbouring values; 0 where the device does not tell
 */
public record SoapyRange(double minimum, double maximum, double step) {

    /** Whether {@code value} lies between the ends; a millionth of slack, because devices compute their ends. */
    public boolean contains(double value) {
        double slack = 1e-6 * Math.max(Math.abs(minimum), Math.abs(maximum));
        return value >= minimum - slack && value <= maximum + slack;
    }

    /** Whether one of {@code ranges} contains {@code value}; a device that lists none accepts everything. */
    static boolean anyContains(List<SoapyRange> ranges, double value) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(value));
    }

    static String text(List<SoapyRange> ranges) {
        return ranges.stream().map(SoapyRange::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return minimum == maximum ? number(minimum) : number(minimum) + " to " + number(maximum);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
