// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.LinkPoint;
import org.semlink.calibration.NoiseLaw;
import org.semlink.common.Snr;

/** What a reader of a link calibration must know of the link, in a line each. */
final class Verdicts {

    /** A reading that falls by more than this while the level rises is no scatter. */
    private static final double FALL_DB = 1;

    private Verdicts() {
    }

    /** All that is to be said; empty for a link that is limited by noise alone and read right. */
    static List<String> of(List<LinkPoint> points, LinkCalibration link, long clippedSamples) {
        List<String> lines = new ArrayList<>();
        double highest = points.stream().mapToDouble(LinkPoint::snrDb).max().orElseThrow();
        if (link.law().hasFloor() && link.law().limits(Snr.fromDb(highest))) {
            double onset = (Snr.fromDb(NoiseLaw.LIMIT_DB) - 1) * link.law().factor() / link.law().floor();
            lines.add(String.format(Locale.ROOT, "impairment-limited: a floor %.1f dB [%.1f, %.1f] below the signal that the estimate does not"
                    + " see; from a reading of %.1f dB on it costs more than %.0f dB", -Snr.toDb(link.law().floor()),
                    -Snr.toDb(link.law().floorHigh()), -Snr.toDb(link.law().floorLow()), Snr.toDb(onset),
                    NoiseLaw.LIMIT_DB));
        }
        fall(points).ifPresent(lines::add);
        if (clippedSamples > 0) {
            lines.add("saturated: a converter clipped " + clippedSamples + " samples; lower the gain of the levels at the top");
        }
        return lines;
    }

    /** Readings must rise with the level, unless the cable is bad or the AGC is on. */
    private static Optional<String> fall(List<LinkPoint> points) {
        TreeMap<Double, Double> means = new TreeMap<>(points.stream().collect(
                Collectors.groupingBy(LinkPoint::levelDb, Collectors.averagingDouble(p -> Snr.fromDb(p.snrDb())))));
        double highest = 0;
        double at = 0;
        for (Map.Entry<Double, Double> level : means.entrySet()) {
            if (level.getValue() < highest / Snr.fromDb(FALL_DB)) {
                return Optional.of(String.format(Locale.ROOT, "not monotone: the SNR read falls from %.1f dB at level %.1f to %.1f dB"
                        + " at level %.1f; check the cable, and that the AGC is off", Snr.toDb(highest), at, Snr.toDb(level.getValue()),
                        level.getKey()));
            }
            if (level.getValue() > highest) {
                highest = level.getValue();
                at = level.getKey();
            }
        }
        return Optional.empty();
    }
}
