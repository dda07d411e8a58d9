// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.semlink.testbench.result.ResultWriter;

/** The JSON Schema of experiment files, for editors; made from what the reader reads by. */
final class ExperimentSchema {

    private ExperimentSchema() {
    }

    static String text() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "semlink experiment");
        root.put("description", "A grid of settings for 'semlink sweep'. Paths are relative to where semlink is started.");
        root.put("type", "object");
        root.put("additionalProperties", false);
        ObjectNode properties = root.putObject("properties");
        for (ExperimentKey key : ExperimentKey.values()) {
            ObjectNode property = properties.putObject(key.key());
            property.put("description", key.description());
            switch (key.kind()) {
                case TEXT -> scalar(property);
                case INTEGER -> property.put("type", "integer");
                case TEXTS, LEVELS -> scalars(property);
                case SCHEMES -> schemes(property);
                case STOP -> stop(property);
            }
        }
        return ResultWriter.text(root);
    }

    private static void scalar(ObjectNode property) {
        property.putArray("type").add("string").add("number").add("boolean");
    }

    /** One value or a list of them. */
    private static void scalars(ObjectNode property) {
        property.putArray("type").add("string").add("number").add("boolean").add("array");
        scalar(property.putObject("items"));
        property.put("uniqueItems", true);
    }

    private static void schemes(ObjectNode property) {
        property.put("type", "object");
        property.put("minProperties", 1);
        ObjectNode scheme = property.putObject("additionalProperties");
        scheme.put("type", "object");
        scheme.put("additionalProperties", false);
        ObjectNode options = scheme.putObject("properties");
        for (Map.Entry<String, String> option : SchemeOptions.known().entrySet()) {
            ObjectNode node = options.putObject(option.getKey());
            node.put("description", option.getValue());
            scalars(node);
        }
    }

    private static void stop(ObjectNode property) {
        property.put("type", "object");
        property.put("additionalProperties", false);
        property.putArray("required").add("half-width");
        ObjectNode keys = property.putObject("properties");
        for (String key : ExperimentFile.STOP_KEYS) {
            ObjectNode node = keys.putObject(key);
            switch (key) {
                case "metric" -> node.put("description", "whose mean is to be known well enough. Default: quality.denoised.psnr_db");
                case "half-width" -> node.put("description", "of the confidence interval at which to stop, in the metric's unit");
                case "confidence" -> node.put("description", "of the interval. Default: 0.95");
                case "at-least" -> node.put("description", "trials at a point before the first look and between two, rounded up to whole passes through the pictures. Default: 10");
                default -> node.put("description", "trials at a point, rounded down to whole passes; below the number of pictures only so many of them are sent. Default: 1000");
            }
            node.put("type", key.equals("metric") ? "string" : key.startsWith("at-") ? "integer" : "number");
        }
    }
}
