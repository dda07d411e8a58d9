// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The part of JSON Schema that {@code result.schema.json} uses, and the rule that every null has its reason. */
public final class SchemaCheck {

    private final List<String> faults = new ArrayList<>();

    private SchemaCheck() {
    }

    /** What is wrong with a result; empty when it is valid. */
    public static List<String> faults(JsonNode result) throws IOException {
        try (InputStream in = ResultJson.class.getResourceAsStream("result.schema.json")) {
            SchemaCheck check = new SchemaCheck();
            check.check("$", result, new ObjectMapper().readTree(in));
            return check.faults;
        }
    }

    private void check(String path, JsonNode value, JsonNode schema) {
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(path + " must be " + schema.get("const") + ", is " + value);
        }
        if (schema.has("type") && !isOneOf(value, schema.get("type"))) {
            faults.add(path + " must be " + schema.get("type") + ", is " + value);
        }
        if (schema.has("minimum") && value.isNumber() && value.doubleValue() < schema.get("minimum").doubleValue()) {
            faults.add(path + " must be at least " + schema.get("minimum") + ", is " + value);
        }
        if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").textValue()).matcher(value.asText()).find()) {
            faults.add(path + " must match " + schema.get("pattern") + ", is " + value);
        }
        for (JsonNode key : schema.path("required")) {
            if (!value.has(key.textValue())) {
                faults.add(path + "." + key.textValue() + " is missing");
            }
        }
        for (int i = 0; value.isArray() && schema.has("items") && i < value.size(); i++) {
            check(path + "[" + i + "]", value.get(i), schema.get("items"));
        }
        if (value.isObject() && schema.has("properties")) {
            checkFields(path, value, schema);
        }
    }

    private void checkFields(String path, JsonNode value, JsonNode schema) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String key = field.getKey();
            if (schema.get("properties").has(key)) {
                check(path + "." + key, field.getValue(), schema.get("properties").get(key));
            } else if (!(schema.has("patternProperties") && key.endsWith("_reason") && field.getValue().isTextual())) {
                faults.add(path + "." + key + " is not in the schema");
            }
            if (field.getValue().isNull() && !value.has(key + "_reason")) {
                faults.add(path + "." + key + " is null without a reason");
            }
        }
    }

    private static boolean isOneOf(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOneOf(value, one)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.textValue()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }
}
