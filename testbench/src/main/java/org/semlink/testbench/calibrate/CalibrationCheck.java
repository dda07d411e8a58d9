// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.LinkPoint;
import org.semlink.common.SemlinkException;

/**
 * Measures a few levels of a calibrated link again and compares: a level is out when its mean differs from the calibration by more than
 * {@value #TOLERANCE_DB} dB beyond three standard errors of both.
 */
final class CalibrationCheck {

    private static final int LEVELS = 7;
    private static final int BURSTS = 5;
    private static final double TOLERANCE_DB = 0.2;
    /** Half of a 95 % band in standard errors. */
    private static final double BAND = 1.96;

    private final Ladder ladder;
    private final LinkProbe probe;

    CalibrationCheck(Ladder ladder, LinkProbe probe) {
        this.ladder = ladder;
        this.probe = probe;
    }

    /**
     * Prints a line per level; whether the calibration holds.
     *
     * @param now     conditions of the link; a calibration of another one is refused
     * @param figures takes what is printed
     */
    boolean run(Path file, Map<String, String> now, PrintWriter out, Map<String, Object> figures) {
        Calibration calibration = CalibrationFile.read(file);
        List<String> differences = calibration.conditions().linkDifferences(new CalibrationConditions(now, Map.of()));
        if (!differences.isEmpty()) {
            throw SemlinkException.input("calibration %s is of another link (%s); check it with what it was made with", file,
                    String.join("; ", differences));
        }
        LinkCalibration link = calibration.link()
                .orElseThrow(() -> SemlinkException.input("calibration %s has too few points to check; calibrate again", file));
        boolean holds = true;
        List<Map<String, Object>> levels = new ArrayList<>();
        out.println("level      estimated  real      calibrated");
        for (int i = 0; i < LEVELS; i++) {
            double level = ladder.lowestDb() + (ladder.highestDb() - ladder.lowestDb()) * i / (LEVELS - 1);
            List<LinkPoint> points = new ArrayList<>();
            for (int visit = 0; points.size() < BURSTS && visit < BURSTS; visit++) {
                // Numbers that a calibration with the same seed did not use.
                points.addAll(probe.visit(ladder, level, 50_000 + i * BURSTS + visit).points());
            }
            if (points.size() < 2) {
                out.printf(Locale.ROOT, "%6.1f dB  not heard%n", level);
                continue;
            }
            levels.add(report(level, points, link, out));
            holds &= (boolean) levels.get(levels.size() - 1).get("holds");
        }
        if (levels.isEmpty()) {
            throw SemlinkException.failed("no burst arrived at any of %d levels; check cable, frequency and gains", LEVELS);
        }
        out.println(holds ? "The calibration holds." : "The calibration no longer holds; calibrate again.");
        out.flush();
        figures.put("levels", levels);
        figures.put("holds", holds);
        return holds;
    }

    private static Map<String, Object> report(double level, List<LinkPoint> points, LinkCalibration link, PrintWriter out) {
        double estimated = mean(points.stream().mapToDouble(LinkPoint::snrDb).toArray());
        double[] differences = points.stream().mapToDouble(p -> p.realSnrDb() - link.correction().value(p.snrDb())).toArray();
        double difference = mean(differences);
        double square = 0;
        for (double d : differences) {
            square += (d - difference) * (d - difference);
        }
        double error = Math.hypot(Math.sqrt(square / (differences.length - 1) / differences.length),
                link.correction().uncertainty(estimated) / BAND);
        boolean inside = Math.abs(difference) <= TOLERANCE_DB + 3 * error;
        double calibrated = link.correction().value(estimated);
        out.printf(Locale.ROOT, "%6.1f dB  %6.2f dB  %6.2f dB  %6.2f dB  %s%s%n", level, estimated, calibrated + difference, calibrated,
                inside ? "holds" : "out", link.correction().covers(estimated) ? "" : " (beyond the range calibrated)");
        return Map.of("level_db", level, "bursts", points.size(), "estimated_snr_db", estimated, "real_snr_db", calibrated + difference,
                "calibrated_snr_db", calibrated, "in_range", link.correction().covers(estimated), "holds", inside);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
