// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Things of one kind found by name (radios, impairments, samplers, schedules, metrics); one registry per kind.
 *
 * <p>An unknown name is answered with the nearest known one. Immutable.
 *
 * @param <T> what a name stands for, usually a factory
 */
public final class Registry<T> {

    private final String kind;
    private final Map<String, T> entries;

    private Registry(String kind, Map<String, T> entries) {
        this.kind = kind;
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** An empty registry; {@code kind} is what error messages call an entry, such as "sampler". */
    public static <T> Registry<T> of(String kind) {
        return new Registry<>(kind, Map.of());
    }

    /** This registry with one more entry. */
    public Registry<T> with(String name, T entry) {
        Map<String, T> more = new LinkedHashMap<>(entries);
        if (more.put(name, entry) != null) {
            throw new IllegalArgumentException(kind + " " + name + " is registered twice");
        }
        return new Registry<>(kind, more);
    }

    /** The entry called {@code name}; an unknown name is an input error that suggests the nearest. */
    public T get(String name) {
        T entry = entries.get(name);
        if (entry == null) {
            throw SemlinkException.input("unknown %s '%s'%s; known: %s", kind, name,
                    nearest(name, entries.keySet()).map(n -> ", did you mean '" + n + "'?").orElse(""),
                    String.join(", ", entries.keySet()));
        }
        return entry;
    }

    /** All names in order of registration. */
    public Collection<String> names() {
        return entries.keySet();
    }

    /** The candidate with the smallest edit distance to {@code name}, if it is near enough to be a slip. */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        String best = null;
        int bestDistance = Math.max(2, name.length() / 2) + 1;
        for (String candidate : candidates) {
            int distance = editDistance(name, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein distance. */
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
