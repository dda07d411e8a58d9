// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.result.ResultJson;

/** The dotted names of all metrics, from the schema of results. */
public final class MetricNames {

    private MetricNames() {
    }

    /** Refuses a name that no result has, suggesting the nearest. */
    public static void require(String metric, String where) {
        List<String> known = all();
        if (!known.contains(metric)) {
            throw SemlinkException.input("%s: no result has the metric '%s'%s; result.schema.json lists them", where, metric,
                    Registry.nearest(metric, known).map(n -> ", did you mean '" + n + "'?").orElse(""));
        }
    }

    /** All names, in the order of results. */
    public static List<String> all() {
        try (InputStream in = ResultJson.class.getResourceAsStream("result.schema.json")) {
            List<String> names = new ArrayList<>();
            new ObjectMapper().readTree(in).get("properties").properties().forEach(entry -> {
                if (!Metrics.SETTINGS.contains(entry.getKey())) {
                    collect(entry.getKey(), entry.getValue(), names);
                }
            });
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of results is part of semlink", e);
        }
    }

    private static void collect(String name, JsonNode schema, List<String> names) {
        String type = schema.path("type").toString();
        if (type.contains("number") || type.contains("integer") || type.contains("boolean")) {
            names.add(name);
        }
        schema.path("properties").properties().forEach(entry -> collect(name + "." + entry.getKey(), entry.getValue(), names));
    }
}
