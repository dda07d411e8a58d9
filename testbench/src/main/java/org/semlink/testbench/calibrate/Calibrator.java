// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LevelPlanner;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.LinkPoint;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

/**
 * Runs a calibration: the link first, where the fit is least certain, then the receiver at levels evenly spread over the ladder.
 *
 * <p>Goes on from points that an earlier run left. Every visit and every sweep is handed to {@code onProgress} as soon as it is measured.
 */
final class Calibrator {

    /** What to measure, and when to stop. */
    record Plan(Ladder ladder, double targetDb, int bursts, int sweepLevels, List<Picture> pictures) {
    }

    /** Hears of the run as it goes. */
    interface Listener {

        /** Whether to measure on; asked before every visit and every sweep. */
        boolean goOn();

        /** A level was visited: what to keep, and how uncertain the correction still is (half of the band, dB). */
        void visited(Calibration soFar, int visits, double levelDb, double uncertaintyDb);

        /** A picture was swept. */
        void swept(Calibration soFar, int done, int of);
    }

    private final Plan plan;
    private final LinkProbe probe;
    private final TimestepSweeps sweeps;
    private final CalibrationConditions conditions;
    private final String created;
    private final String software;
    private final List<LinkPoint> points = new ArrayList<>();
    private final Map<Criterion, List<LevelSweep>> swept = new EnumMap<>(Criterion.class);
    private long clipped;
    private int bursts;

    Calibrator(Plan plan, LinkProbe probe, TimestepSweeps sweeps, CalibrationConditions conditions, String created, String software) {
        this.plan = plan;
        this.probe = probe;
        this.sweeps = sweeps;
        this.conditions = conditions;
        this.created = created;
        this.software = software;
    }

    /** Measures all that {@code earlier} lacks; empty when the listener ended it. */
    Optional<Calibration> run(Optional<Calibration> earlier, Listener listener) {
        earlier.ifPresent(calibration -> points.addAll(calibration.points()));
        if (!measureLink(listener)) {
            return Optional.empty();
        }
        if (points.isEmpty()) {
            throw SemlinkException.failed("no burst arrived at any level from %.1f to %.1f dB; check cable, frequency and gains, or raise --levels",
                    plan.ladder().lowestDb(), plan.ladder().highestDb());
        }
        LinkCalibration link = soFar().link().orElseThrow(() -> SemlinkException.failed(
                "only %d of %d bursts arrived, too few to fit a curve; raise --levels or --bursts", points.size(), bursts));
        // Sweeps are quick against the air time of hardware: they are repeated whole.
        return measureReceiver(link, listener) ? Optional.of(soFar()) : Optional.empty();
    }

    /** Samples that a converter clipped. */
    long clippedSamples() {
        return clipped;
    }

    /** Bursts sent by this run. */
    int burstsSent() {
        return bursts;
    }

    private Calibration soFar() {
        return new Calibration(created, software, conditions, points, swept);
    }

    private boolean measureLink(Listener listener) {
        int perVisit = plan.ladder().burstsPerVisit();
        LevelPlanner planner = new LevelPlanner(plan.ladder().lowestDb(), plan.ladder().highestDb(), plan.targetDb(), plan.bursts() / perVisit);
        planner.resume(points, perVisit);
        for (OptionalDouble level = planner.next(); level.isPresent(); level = planner.next()) {
            if (!listener.goOn()) {
                return false;
            }
            LinkProbe.Visit visit = probe.visit(plan.ladder(), level.getAsDouble(), planner.asked());
            visit.points().forEach(planner::measured);
            points.addAll(visit.points());
            clipped += visit.clippedSamples();
            bursts += visit.sent();
            listener.visited(soFar(), planner.asked(), level.getAsDouble(), planner.uncertaintyDb());
        }
        return true;
    }

    private boolean measureReceiver(LinkCalibration link, Listener listener) {
        int levels = plan.sweepLevels();
        int total = levels * plan.pictures().size();
        for (int i = 0; i < total; i++) {
            if (!listener.goOn()) {
                return false;
            }
            // Levels change fastest, so that an early stop has seen them all.
            double level = plan.ladder().lowestDb() + (plan.ladder().highestDb() - plan.ladder().lowestDb()) * (i % levels) / (levels - 1);
            Picture picture = plan.pictures().get(i / levels);
            Optional<TimestepSweeps.Swept> one = sweeps.measure(plan.ladder(), level, picture, i, link::snr);
            bursts++;
            one.ifPresent(result -> result.sweeps().forEach((criterion, sweep) ->
                    swept.computeIfAbsent(criterion, key -> new ArrayList<>()).add(sweep)));
            listener.swept(soFar(), i + 1, total);
        }
        return true;
    }
}
