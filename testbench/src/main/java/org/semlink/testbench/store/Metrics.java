// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The numbers of a result by dotted names, in the result's order; what was asked for (batch, seed, radio) is none of them. */
public final class Metrics {

    /** Begin of the names of wall-clock times, the only numbers that differ between two runs of one trial. */
    public static final String TIMES = "time_ms.";

    static final Set<String> SETTINGS = Set.of("schema", "batch", "refine", "seed", "radio");

    private Metrics() {
    }

    /** All numeric leaves, true as 1 and false as 0; null is left out. */
    public static Map<String, Double> of(JsonNode result) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        result.properties().forEach(entry -> {
            if (!SETTINGS.contains(entry.getKey())) {
                collect(entry.getKey(), entry.getValue(), metrics);
            }
        });
        return metrics;
    }

    private static void collect(String name, JsonNode node, Map<String, Double> metrics) {
        if (node.isNumber()) {
            metrics.put(name, node.doubleValue());
        } else if (node.isBoolean()) {
            metrics.put(name, node.booleanValue() ? 1.0 : 0.0);
        } else {
            node.properties().forEach(entry -> collect(name + "." + entry.getKey(), entry.getValue(), metrics));
        }
    }

    /** Whether a metric is a ratio of powers in dB, of which means are taken over the ratios. PSNR is averaged in dB, as the field does. */
    public static boolean isPowerRatio(String metric) {
        return !metric.endsWith("psnr_db") && (metric.endsWith("_db") || metric.contains("_db."));
    }
}
