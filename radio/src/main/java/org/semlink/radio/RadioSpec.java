// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/**
 * A radio as users name it: {@code scheme:key=value,key=value}, such as {@code sim:snr=10,cfo=2k,channel=rayleigh}.
 *
 * <p>A key without value is a switch ({@code sim:ideal}). What follows the scheme may be absent. Numbers are read by {@link SiNumber}.
 * Anything malformed, repeated, unknown or out of range is an input error. Immutable.
 */
public final class RadioSpec {

    private final String scheme;
    private final Map<String, String> options;

    private RadioSpec(String scheme, Map<String, String> options) {
        this.scheme = scheme;
        this.options = options;
    }

    /** Reads a specification; whether scheme and keys exist is for {@link Radios} and the radio itself to say. */
    public static RadioSpec parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.indexOf(':');
        String scheme = colon < 0 ? trimmed : trimmed.substring(0, colon);
        if (scheme.isEmpty() || scheme.contains("=") || scheme.contains(",")) {
            throw SemlinkException.input("radio must start with its scheme, got '%s'; write one such as sim:snr=10", text);
        }
        Map<String, String> options = new LinkedHashMap<>();
        String rest = colon < 0 ? "" : trimmed.substring(colon + 1);
        if (!rest.isBlank()) {
            for (String item : rest.split(",", -1)) {
                add(options, item.strip(), text);
            }
        }
        return new RadioSpec(scheme, options);
    }

    private static void add(Map<String, String> options, String item, String text) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        String value = equals < 0 ? null : item.substring(equals + 1).strip();
        if (key.isEmpty() || value != null && value.isEmpty()) {
            throw SemlinkException.input("radio option must be key=value, got '%s' in '%s'; separate options by single commas", item, text);
        }
        put(options, key, value);
    }

    private static void put(Map<String, String> options, String key, String value) {
        if (options.containsKey(key)) {
            throw SemlinkException.input("radio option %s is given twice, %s and %s; give it once", key, options.get(key), value);
        }
        options.put(key, value);
    }

    /**
     * This specification with its first option, where that is bare, read as the value of {@code key}: {@code file:a.cf32} as
     * {@code file:path=a.cf32}; for radios whose most important option needs no name.
     */
    public RadioSpec leading(String key) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Map.Entry<String, String> option : options.entrySet()) {
            boolean bare = named.isEmpty() && option.getValue() == null && !option.getKey().equals(key);
            put(named, bare ? key : option.getKey(), bare ? option.getKey() : option.getValue());
        }
        return new RadioSpec(scheme, named);
    }

    /** This specification with more options behind its own, for the keys that it does not have; null values are switches. */
    public RadioSpec withDefaults(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(options);
        defaults.forEach((key, value) -> {
            if (!all.containsKey(key)) {
                all.put(key, value);
            }
        });
        return new RadioSpec(scheme, all);
    }

    /** This specification with {@code key} set to {@code value}, in its place where it was given before, else at the end. */
    public RadioSpec with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(options);
        changed.put(key, value);
        return new RadioSpec(scheme, changed);
    }

    /** This specification without {@code key}. */
    public RadioSpec without(String key) {
        Map<String, String> changed = new LinkedHashMap<>(options);
        changed.remove(key);
        return new RadioSpec(scheme, changed);
    }

    public String scheme() {
        return scheme;
    }

    /** All options in the order given, null for a switch; for radios that pass options on. */
    public Map<String, String> options() {
        return Collections.unmodifiableMap(options);
    }

    /** Whether {@code key} is given, with or without value. */
    public boolean has(String key) {
        return options.containsKey(key);
    }

    /** Refuses any key that is not among {@code known}, suggesting the nearest. */
    public void requireKnown(Collection<String> known) {
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw SemlinkException.input("unknown option '%s' of radio %s%s; known: %s", key, scheme,
                        Registry.nearest(key, known).map(n -> ", did you mean '" + n + "'?").orElse(""), String.join(", ", known));
            }
        }
    }

    /** The switch {@code key}: present or not, never with a value. */
    public boolean flag(String key) {
        if (options.get(key) != null) {
            throw SemlinkException.input("radio option %s takes no value, got %s; write just %s", key, options.get(key), key);
        }
        return has(key);
    }

    /** The text given for {@code key}. */
    public Optional<String> text(String key) {
        if (has(key) && options.get(key) == null) {
            throw SemlinkException.input("radio option %s needs a value; write %s=VALUE", key, key);
        }
        return Optional.ofNullable(options.get(key));
    }

    /** The number given for {@code key}, from {@code min} to {@code max}, or {@code absent}; {@code inf} only where {@code max} is. */
    public double number(String key, double absent, double min, double max) {
        return text(key).map(t -> SiNumber.parse("radio option " + key, t, min, max)).orElse(absent);
    }

    /** As {@link #number}, a whole number. */
    public long integer(String key, long absent, long min, long max) {
        double value = number(key, absent, min, max);
        if (value != Math.rint(value)) {
            throw SemlinkException.input("radio option %s must be a whole number, got %s", key, options.get(key));
        }
        return (long) value;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(scheme).append(':');
        options.forEach((key, value) -> s.append(s.charAt(s.length() - 1) == ':' ? "" : ",").append(key)
                .append(value == null ? "" : "=" + value));
        return s.toString();
    }
}
