// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a YAML text that people write by hand; every value is a text, a mapping or a list of these, and knows its line.
 *
 * <p>Numbers stay as they were typed, so that {@code 2.4G} can be read as radios read it. A key that is repeated, or a value of another
 * kind than the reader asks for, is an input error that names the file and the line. Immutable.
 */
public final class YamlMap {

    private final String source;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    private YamlMap(String source, MappingNode node) {
        this.source = source;
        this.line = line(node);
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw SemlinkException.input("%s line %d: a key must be plain text; write key: value", source, line(entry.getKeyNode()));
            }
            Integer before = lines.put(key.getValue(), line(key));
            if (before != null) {
                throw SemlinkException.input("%s line %d: key '%s' is given twice, first in line %d; give it once", source, line(key),
                        key.getValue(), before);
            }
            columns.put(key.getValue(), key.getStartMark() == null ? 1 : key.getStartMark().getColumn() + 1);
            entries.put(key.getValue(), entry.getValueNode());
        }
    }

    /**
     * Reads one document whose top is a mapping; an empty text is an empty mapping.
     *
     * @param source what error messages call the text, usually its file
     */
    public static YamlMap parse(String text, String source) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw SemlinkException.input("%s is not valid YAML at line %d: %s; indent with spaces and quote special characters", source,
                    e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, oneLine(e.getProblem())).causedBy(e);
        } catch (YAMLException e) {
            throw SemlinkException.input("%s is not valid YAML: %s; write plain text in UTF-8", source, oneLine(e.getMessage())).causedBy(e);
        }
        if (root == null) {
            return new YamlMap(source, new MappingNode(org.yaml.snakeyaml.nodes.Tag.MAP, List.of(),
                    org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK));
        }
        return map(source, root, "the file");
    }

    /** Names in the order given. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Line of the mapping itself, from 1. */
    public int line() {
        return line;
    }

    /** What error messages call the value of {@code key}: "FILE line N: key", or of the mapping where it has no such key. */
    public String where(String key) {
        return source + " line " + lines.getOrDefault(key, line) + ": " + key;
    }

    /** Where {@code key}, which it has, stands: "FILE line N, column M". */
    public String place(String key) {
        return source + " line " + lines.get(key) + ", column " + columns.get(key);
    }

    /** Refuses any key that is not among {@code known}, suggesting the nearest. */
    public void requireKnown(Collection<String> known) {
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                throw SemlinkException.input("%s: unknown key '%s'%s; known: %s", place(key), key,
                        Registry.nearest(key, known).map(n -> ", did you mean '" + n + "'?").orElse(""), String.join(", ", known));
            }
        }
    }

    /** The text given for {@code key}, a number as it was typed. */
    public Optional<String> text(String key) {
        return entries.containsKey(key) ? Optional.of(scalar(entries.get(key), where(key))) : Optional.empty();
    }

    /** The mapping given for {@code key}. */
    public Optional<YamlMap> map(String key) {
        return entries.containsKey(key) ? Optional.of(map(source, entries.get(key), key)) : Optional.empty();
    }

    /** The texts listed for {@code key}; none where it is absent. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        list(key).forEach(node -> texts.add(scalar(node, where(key))));
        return List.copyOf(texts);
    }

    /** The texts listed for {@code key}, or the one text given for it; none where it is absent. */
    public List<String> textOrTexts(String key) {
        return entries.get(key) instanceof ScalarNode ? text(key).stream().toList() : texts(key);
    }

    /** The mappings listed for {@code key}; none where it is absent. */
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        list(key).forEach(node -> maps.add(map(source, node, "an entry of " + key)));
        return List.copyOf(maps);
    }

    private List<Node> list(String key) {
        Node node = entries.get(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            throw SemlinkException.input("%s must be a list; write each entry in a line of its own after '- '", where(key));
        }
        return list.getValue();
    }

    private static YamlMap map(String source, Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw SemlinkException.input("%s line %d: %s must be a mapping; write it as lines of key: value", source, line(node), what);
        }
        return new YamlMap(source, mapping);
    }

    private static String scalar(Node node, String where) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw SemlinkException.input("%s must have one value in its line; write key: value", where);
        }
        return scalar.getValue().strip();
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static String oneLine(String text) {
        return text == null ? "unreadable" : text.strip().replaceAll("\\s+", " ");
    }
}
