// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A finished calibration: the points measured, and the fits, which follow from the points alone.
 *
 * @param created    date and time, ISO 8601 with zone
 * @param software   version of semlink that measured
 * @param conditions what it was measured with
 * @param radios     what the radios said of themselves: identity and actual settings
 * @param spent      what it took so far
 * @param points     bursts of known symbols
 * @param sweeps     timestep sweeps by criterion; a criterion that was not measured is absent
 */
public record Calibration(String created, String software, CalibrationConditions conditions, Map<String, Object> radios,
        Spent spent, List<LinkPoint> points, Map<Criterion, List<LevelSweep>> sweeps) {

    public Calibration {
        radios = Collections.unmodifiableMap(new LinkedHashMap<>(radios));
        points = List.copyOf(points);
        Map<Criterion, List<LevelSweep>> copy = new EnumMap<>(Criterion.class);
        sweeps.forEach((criterion, list) -> copy.put(criterion, List.copyOf(list)));
        sweeps = Collections.unmodifiableMap(copy);
    }

    /** The link's correction; empty when too few bursts arrived for one. */
    public Optional<LinkCalibration> link() {
        return points.size() < MonotoneFit.FEWEST_POINTS ? Optional.empty() : Optional.of(LinkCalibration.fit(points));
    }

    /** What to tell the network for the sake of a criterion; empty when it was not swept, or too little. */
    public Optional<ReceiverCalibration> receiver(Criterion criterion) {
        List<LevelSweep> swept = sweeps.getOrDefault(criterion, List.of());
        return swept.size() < MonotoneFit.FEWEST_POINTS ? Optional.empty() : Optional.of(ReceiverCalibration.fit(criterion, swept));
    }

    /** The map that a receiver uses. */
    public TimestepMap map(String name, NoiseSchedule schedule, Criterion criterion) {
        return new CalibratedTimestepMap(name, schedule, link(), receiver(criterion));
    }
}
