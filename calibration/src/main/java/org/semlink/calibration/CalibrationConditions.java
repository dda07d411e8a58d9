// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a calibration was measured with: each condition by name, as text. Immutable.
 *
 * @param link     what the link correction depends on: both radios and their settings, sample rate, waveform
 * @param receiver what the receiver calibration depends on: model, schedule, sampler, bandwidth ratio
 */
public record CalibrationConditions(Map<String, String> link, Map<String, String> receiver) {

    public CalibrationConditions {
        link = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(link));
        receiver = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(receiver));
    }

    /** In which conditions {@code now} differs from these, one line each; empty where they are the same. */
    public List<String> differences(CalibrationConditions now) {
        List<String> lines = new ArrayList<>();
        compare(link, now.link, lines);
        compare(receiver, now.receiver, lines);
        return lines;
    }

    private static void compare(Map<String, String> then, Map<String, String> now, List<String> lines) {
        Map<String, String> keys = new LinkedHashMap<>(then);
        keys.putAll(now);
        for (String key : keys.keySet()) {
            String before = then.getOrDefault(key, "nothing");
            String after = now.getOrDefault(key, "nothing");
            if (!before.equals(after)) {
                lines.add(key + ": calibrated with " + before + ", now " + after);
            }
        }
    }
}
