// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;
import org.semlink.common.Snr;

/** Numbers into result files: six significant digits; what is not finite becomes null with the reason beside it. */
final class Numbers {

    private static final int DIGITS = 6;
    private static final MathContext ROUNDING = new MathContext(DIGITS);
    /** Powers of ten that a double holds exactly. */
    private static final double[] TEN_TO_THE = IntStream.rangeClosed(0, 22).mapToDouble(k -> Double.parseDouble("1e" + k)).toArray();
    /** So much nearer to one whole number than to the next, a product is rounded as it would be without its own rounding error. */
    private static final double CLEAR = 1e-6;

    private Numbers() {
    }

    /** Writes {@code key}, and {@code key_reason} if the value is not finite. */
    static void put(ObjectNode node, String key, double value, String reasonIfNotFinite) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            putNull(node, key, reasonIfNotFinite);
        } else {
            node.put(key, rounded(value));
        }
    }

    /** As {@link #put}, for a power ratio that is written in dB. */
    static void putDb(ObjectNode node, String key, double ratio, String reasonIfNotFinite) {
        put(node, key, ratio > 0 ? Snr.toDb(ratio) : Double.NaN, reasonIfNotFinite);
    }

    /** What could not be computed, and why. */
    static void putNull(ObjectNode node, String key, String reason) {
        node.putNull(key);
        node.put(key + "_reason", reason);
    }

    /**
     * Six significant digits, halves away from zero, as decimal arithmetic would have it.
     *
     * <p>Scaled to a whole number of six digits by an exact power of ten and back, each a single rounding; where that cannot tell, and for sizes
     * that need an inexact power, decimal arithmetic does it.
     */
    static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        int power = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (Math.abs(power) < TEN_TO_THE.length) {
            double scaled = power < 0 ? value / TEN_TO_THE[-power] : value * TEN_TO_THE[power];
            double whole = Math.rint(scaled);
            boolean sixDigits = Math.abs(whole) >= TEN_TO_THE[DIGITS - 1] && Math.abs(whole) <= TEN_TO_THE[DIGITS];
            if (sixDigits && Math.abs(scaled - whole) < 0.5 - CLEAR) {
                return power < 0 ? whole * TEN_TO_THE[-power] : whole / TEN_TO_THE[power];
            }
        }
        return new BigDecimal(value).round(ROUNDING).doubleValue();
    }
}
