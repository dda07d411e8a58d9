// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import org.semlink.common.Snr;

/** Numbers into result files: six significant digits; what is not finite becomes null with the reason beside it. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(6);

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

    /** Six significant digits. */
    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
