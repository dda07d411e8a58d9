// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import org.semlink.radio.RadioSpec;

/**
 * Options of the simulated radio under one name: {@code sim:profile=hackrf}, or of the user's own in {@code sim:profile=FILE.yaml}.
 *
 * <p>A profile is a YAML mapping of {@code description}, {@code options} (the same as in the string; {@code yes} for a switch) and
 * {@code sources} of its numbers. An option in the string replaces the profile's; where it contradicts several ({@code cfo} against
 * {@code clock}, {@code channel} against the options of another one) it replaces these too.
 */
public final class SimProfiles {

    static final String KEY = "profile";

    private static final List<String> NAMES = List.of("hackrf", "b210", "pluto", "rtl", "lime");
    private static final Set<String> CLOCK = Set.of("clock", "freq");
    private static final Set<String> OFFSETS = Set.of("cfo", "sfo");

    private SimProfiles() {
    }

    /** What each built-in profile stands for, by name. */
    public static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        NAMES.forEach(name -> all.put(name, builtIn(name).text("description").orElseThrow()));
        return all;
    }

    /** The specification with its profile's options filled in; as it was where it names none. */
    static RadioSpec apply(RadioSpec spec) {
        if (!spec.has(KEY)) {
            return spec;
        }
        String name = spec.text(KEY).orElseThrow();
        YamlMap profile = isFile(name) ? file(Path.of(name)) : builtIn(name);
        profile.requireKnown(List.of("description", "options", "sources"));
        YamlMap options = profile.map("options").orElseThrow(() -> SemlinkException.input(
                "profile %s has no options; write them as key: value under options:", name));
        options.requireKnown(SimulatedRadio.KEYS);
        Map<String, String> defaults = new LinkedHashMap<>();
        for (String key : options.keys()) {
            if (!isReplaced(key, spec)) {
                String value = options.text(key).orElseThrow();
                defaults.put(key, List.of("yes", "true").contains(value) ? null : value);
            }
        }
        return spec.withDefaults(defaults);
    }

    /** Files that decide how the radio behaves beside its string: a profile of the user's own, measured impulse responses. */
    public static List<Path> files(RadioSpec spec) {
        List<Path> files = new ArrayList<>();
        spec.text(KEY).filter(SimProfiles::isFile).map(Path::of).ifPresent(files::add);
        apply(spec).text(MeasuredChannel.FILE).map(Path::of).ifPresent(files::add);
        return files;
    }

    private static boolean isReplaced(String key, RadioSpec spec) {
        return CLOCK.contains(key) && OFFSETS.stream().anyMatch(spec::has) || OFFSETS.contains(key) && spec.has("clock")
                || Channels.KIND.keys().contains(key) && spec.has("channel");
    }

    private static boolean isFile(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.contains("/");
    }

    private static YamlMap file(Path path) {
        if (!Files.exists(path)) {
            throw SemlinkException.input("profile %s does not exist; check the path, or name one of: %s", path, String.join(", ", NAMES));
        }
        try {
            return YamlMap.parse(Files.readString(path), path.toString());
        } catch (IOException e) {
            throw SemlinkException.input("profile %s cannot be read; give a YAML file in UTF-8", path).causedBy(e);
        }
    }

    private static YamlMap builtIn(String name) {
        if (!NAMES.contains(name)) {
            List<String> known = new ArrayList<>(NAMES);
            throw SemlinkException.input("unknown profile '%s'%s; known: %s, or a file such as mine.yaml", name,
                    Registry.nearest(name, known).map(n -> ", did you mean '" + n + "'?").orElse(""), String.join(", ", known));
        }
        try (InputStream in = SimProfiles.class.getResourceAsStream("profiles/" + name + ".yaml")) {
            return YamlMap.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "profile " + name);
        } catch (IOException e) {
            throw new IllegalStateException("profile " + name + " is missing in this build", e);
        }
    }
}
