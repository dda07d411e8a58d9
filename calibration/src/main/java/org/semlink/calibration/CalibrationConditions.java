// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a calibration was measured with: each condition by name, as text. Immutable.
 *
 * @param link     what the link correction depends on: both radios and their settings, sample rate, waveform; a range {@code FROM..TO} holds
 *                 for every number in it
 * @param receiver what the receiver calibration depends on: model, schedule, sampler, bandwidth ratio
 */
public record CalibrationConditions(Map<String, String> link, Map<String, String> receiver) {

    private static final String DECIMAL = "-?\\d+(?:\\.\\d+)?";
    private static final Pattern NUMBER = Pattern.compile(DECIMAL);
    private static final Pattern RANGE = Pattern.compile("(" + DECIMAL + ")\\.\\.(" + DECIMAL + ")");

    public CalibrationConditions {
        link = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(link));
        receiver = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(receiver));
    }

    /**
     * In which conditions {@code now} differs from these, one line each; empty where they are the same. Of the link what either does not
     * know is not compared: a receiver does not see the transmitter, nor a simulation serial numbers.
     */
    public List<String> differences(CalibrationConditions now) {
        List<String> lines = new ArrayList<>(linkDifferences(now));
        compare(receiver, now.receiver, lines);
        return lines;
    }

    /** As {@link #differences}, of the link alone. */
    public List<String> linkDifferences(CalibrationConditions now) {
        List<String> lines = new ArrayList<>();
        Map<String, String> before = new LinkedHashMap<>(link);
        before.keySet().retainAll(now.link.keySet());
        Map<String, String> after = new LinkedHashMap<>(now.link);
        after.keySet().retainAll(link.keySet());
        compare(before, after, lines);
        return lines;
    }

    private static void compare(Map<String, String> then, Map<String, String> now, List<String> lines) {
        Map<String, String> keys = new LinkedHashMap<>(then);
        keys.putAll(now);
        for (String key : keys.keySet()) {
            String before = then.getOrDefault(key, "nothing");
            String after = now.getOrDefault(key, "nothing");
            if (!before.equals(after) && !inRange(before, after)) {
                lines.add(key + ": calibrated with " + before + ", now " + after);
            }
        }
    }

    private static boolean inRange(String range, String number) {
        Matcher ends = RANGE.matcher(range);
        return ends.matches() && NUMBER.matcher(number).matches() && Double.parseDouble(number) >= Double.parseDouble(ends.group(1))
                && Double.parseDouble(number) <= Double.parseDouble(ends.group(2));
    }
}
