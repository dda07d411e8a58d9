// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.LinkPoint;
import org.semlink.calibration.NoiseLaw;
import org.semlink.common.Snr;

/** What a reader of a link calibration must know of the link, in a line each. */
final class Verdicts {

    /** A reading that falls by more than this while the level rises is no scatter. */
    private static final double FALL_DB = 1;
    private static final int QUARTERS = 4;

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

    /**
     * Readings must rise with the level, unless the cable is bad or the AGC is on. Bursts of a fading channel scatter by many dB, so what
     * counts is the fall from one quarter of the ladder to the next beyond three standard errors.
     */
    private static Optional<String> fall(List<LinkPoint> points) {
        double lowest = points.stream().mapToDouble(LinkPoint::levelDb).min().orElseThrow();
        double width = (points.stream().mapToDouble(LinkPoint::levelDb).max().orElseThrow() - lowest) / QUARTERS;
        SummaryStatistics[] quarters = new SummaryStatistics[QUARTERS];
        for (int q = 0; q < QUARTERS; q++) {
            quarters[q] = new SummaryStatistics();
        }
        points.forEach(p -> quarters[Math.min(QUARTERS - 1, (int) ((p.levelDb() - lowest) / width))].addValue(p.snrDb()));
        for (int q = 0; q + 1 < QUARTERS; q++) {
            SummaryStatistics low = quarters[q];
            SummaryStatistics high = quarters[q + 1];
            if (low.getN() > 1 && high.getN() > 1) {
                double error = Math.sqrt(low.getVariance() / low.getN() + high.getVariance() / high.getN());
                if (high.getMean() < low.getMean() - FALL_DB - 3 * error) {
                    return Optional.of(String.format(Locale.ROOT, "not monotone: the SNR read falls from %.1f to %.1f dB while the level rises to"
                            + " %.1f dB; check the cable, and that the AGC is off", low.getMean(), high.getMean(), lowest + (q + 2) * width));
                }
            }
        }
        return Optional.empty();
    }
}
