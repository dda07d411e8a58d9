// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a metric's mean must be at every point of the grid that it is asked of.
 *
 * @param metric  dotted name
 * @param where   axes and their values; every other axis is free
 * @param atLeast lowest mean that passes, -Infinity for none
 * @param atMost  highest mean that passes, +Infinity for none
 */
record Limit(String metric, Map<String, String> where, double atLeast, double atMost) {

    Limit {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    }

    /** Whether a trial with these axes counts. */
    boolean matches(Map<String, String> axes) {
        return where.entrySet().stream().allMatch(entry -> same(entry.getValue(), axes.get(entry.getKey())));
    }

    boolean passes(double mean) {
        return mean >= atLeast && mean <= atMost;
    }

    /** The rule as people read it. */
    String rule() {
        return Double.isInfinite(atLeast) ? "at most " + atMost : Double.isInfinite(atMost) ? "at least " + atLeast : atLeast + " to " + atMost;
    }

    String whereText() {
        return where.isEmpty() ? "anywhere" : where.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", "));
    }

    /** Numbers are the same however they are written. */
    static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        try {
            return b != null && Double.parseDouble(a) == Double.parseDouble(b);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
