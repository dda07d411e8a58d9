// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import org.semlink.radio.SiNumber;
import org.semlink.testbench.store.MetricNames;

/**
 * A file of limits that an experiment's results must keep.
 *
 * @param limits      on metrics
 * @param failedAtMost trials that may fail
 * @param source      what error messages call the file
 */
public record Limits(List<Limit> limits, long failedAtMost, String source) {

    private static final List<String> KEYS = List.of("limits", "failed-trials-at-most");
    private static final List<String> LIMIT_KEYS = List.of("metric", "where", "at-least", "at-most");

    public Limits {
        limits = List.copyOf(limits);
    }

    /** Reads a file; every slip is an input error that names its line. */
    public static Limits read(Path file) {
        try {
            return read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw SemlinkException.input("--check needs a text file in UTF-8 that can be read, %s is none", file).causedBy(e);
        }
    }

    static Limits read(String text, String source) {
        YamlMap map = YamlMap.parse(text, source);
        map.requireKnown(KEYS);
        List<Limit> limits = new ArrayList<>();
        for (YamlMap entry : map.maps("limits")) {
            limits.add(limit(entry));
        }
        if (limits.isEmpty()) {
            throw SemlinkException.input("%s lists no limits; write limits: and under it - metric: quality.denoised.psnr_db and at-least: 25", source);
        }
        return new Limits(limits, (long) map.text("failed-trials-at-most").map(t -> SiNumber.parse(map.where("failed-trials-at-most"), t, 0, 1e9))
                .orElse(0.0).doubleValue(), source);
    }

    private static Limit limit(YamlMap entry) {
        entry.requireKnown(LIMIT_KEYS);
        String metric = entry.text("metric").orElseThrow(() -> SemlinkException.input("%s is missing; write metric: quality.denoised.psnr_db",
                entry.where("metric")));
        MetricNames.require(metric, entry.where("metric"));
        double atLeast = number(entry, "at-least", Double.NEGATIVE_INFINITY);
        double atMost = number(entry, "at-most", Double.POSITIVE_INFINITY);
        if (!entry.has("at-least") && !entry.has("at-most") || atLeast > atMost) {
            throw SemlinkException.input("%s: a limit has at-least, at-most or both, the first not above the second", entry.where("metric"));
        }
        Map<String, String> where = new LinkedHashMap<>();
        entry.map("where").ifPresent(axes -> axes.keys().forEach(axis -> where.put(axis, axes.text(axis).orElseThrow())));
        return new Limit(metric, where, atLeast, atMost);
    }

    private static double number(YamlMap entry, String key, double absent) {
        return entry.text(key).map(text -> SiNumber.parse(entry.where(key), text, -1e300, 1e300)).orElse(absent);
    }

    /** Refuses a limit that asks for a place that is not in the grid; {@code points} are the axes of all its points and pictures. */
    public void requireIn(Collection<Map<String, String>> points) {
        for (Limit limit : limits) {
            if (points.stream().noneMatch(limit::matches)) {
                throw SemlinkException.input("%s: no trial of the experiment has %s; its axes are %s", source, limit.whereText(),
                        points.iterator().next());
            }
        }
    }
}
