// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.semlink.common.SemlinkException;

/** One JSON object of SigMF metadata, read field by field with errors that name file, place, field, rule and value. */
final class SigmfNode {

    private static final int SHOWN = 60;

    private final Path file;
    private final String place;
    private final JsonNode node;

    /** @param place what errors call the object, such as {@code captures[0]}; anything but an object is an input error */
    SigmfNode(Path file, String place, JsonNode node) {
        this.file = file;
        this.place = place;
        this.node = node;
        if (!node.isObject()) {
            throw SemlinkException.input("%s: %s must be a JSON object, got %s; name a SigMF metadata file", file, place, shown(node));
        }
    }

    private static String shown(Object value) {
        String text = value instanceof JsonNode n && n.isContainerNode() ? "an " + n.getNodeType().name().toLowerCase(Locale.ROOT)
                : value instanceof JsonNode n && n.isMissingNode() ? "nothing" : String.valueOf(value);
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    /** Unless {@code held}, the input error that {@code field} must be {@code rule} but is {@code value}. */
    void require(boolean held, String field, String rule, Object value) {
        if (!held) {
            throw SemlinkException.input("%s: %s in %s must be %s, got %s; correct the metadata", file, field, place, rule, shown(value));
        }
    }

    boolean has(String field) {
        return node.has(field);
    }

    SigmfNode object(String field) {
        JsonNode value = node.path(field);
        require(value.isObject(), field, "an object", value);
        return new SigmfNode(file, field, value);
    }

    List<SigmfNode> array(String field) {
        JsonNode value = node.path(field);
        require(value.isArray(), field, "an array", value);
        List<SigmfNode> all = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            all.add(new SigmfNode(file, field + "[" + i + "]", value.get(i)));
        }
        return all;
    }

    Optional<String> text(String field) {
        JsonNode value = node.path(field);
        require(value.isTextual() || value.isMissingNode(), field, "a text", value);
        return Optional.ofNullable(value.textValue());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    OptionalDouble number(String field) {
        JsonNode value = node.path(field);
        require(value.isMissingNode() || value.isNumber() && Double.isFinite(value.doubleValue()), field, "a finite number", value);
        return value.isMissingNode() ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
    }

    /** Refuses a number other than {@code only}, the one value that is supported and the default. */
    void requireNumber(String field, double only) {
        OptionalDouble value = number(field);
        require(value.isEmpty() || value.getAsDouble() == only, field, Long.toString((long) only), node.path(field));
    }

    /** A whole number from 0 on. */
    OptionalLong count(String field) {
        JsonNode value = node.path(field);
        require(value.isMissingNode() || value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0, field,
                "a whole number from 0", value);
        return value.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }

    long requiredCount(String field) {
        return count(field).orElseThrow(() -> missing(field));
    }

    boolean flag(String field) {
        JsonNode value = node.path(field);
        require(value.isMissingNode() || value.isBoolean(), field, "true or false", value);
        return value.booleanValue();
    }

    /** Names of the extensions without which the recording may not be understood. */
    List<String> requiredExtensions() {
        List<String> names = new ArrayList<>();
        if (has("core:extensions")) {
            for (SigmfNode extension : array("core:extensions")) {
                String name = extension.requiredText("name");
                if (!extension.flag("optional")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The texts, numbers and booleans of one namespace, keys without it; fields of other types are left out. */
    Map<String, Object> namespace(String namespace) {
        Map<String, Object> all = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            JsonNode value = e.getValue();
            if (e.getKey().startsWith(namespace + ":") && value.isValueNode() && !value.isNull()) {
                Object plain = value.isNumber() ? value.numberValue() : value.isBoolean() ? (Object) value.booleanValue() : value.asText();
                all.put(e.getKey().substring(namespace.length() + 1), plain);
            }
        });
        return all;
    }

    private SemlinkException missing(String field) {
        return SemlinkException.input("%s: %s is missing in %s; add it to the metadata", file, field, place);
    }
}
