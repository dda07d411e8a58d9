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
import org.semlink.calibration.Spent;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

/**
 * Runs a calibration: the link first, where the fit is least certain, then the receiver at levels evenly spread over the ladder.
 *
 * <p>Goes on from points that an earlier run left. Every visit and every sweep is handed to {@code onProgress} as soon as it is measured.
 */
final class Calibrator {

    /** Offsets from the analytic timestep that a sweep tries, dB. */
    static final double[] OFFSETS_DB = {-4, -3, -2, -1, 0, 1, 2, 3, 4};

    /**
     * What to measure, and when to stop.
     *
     * @param targetDb    half height of the correction's band at which the link is known well enough
     * @param bursts      most bursts for the link
     * @param sweepLevels levels at which pictures are sent for the receiver
     * @param pictures    all at every level, or at each level {@value #PICTURES_A_LEVEL} others of them in turn
     */
    record Plan(Ladder ladder, double targetDb, int bursts, int sweepLevels, List<Picture> pictures) {

        static final double TARGET_DB = 0.1;
        static final int BURSTS = 300;
        static final int SWEEP_LEVELS = 19;
        /** Best timesteps differ by picture: many pictures at few levels each tell more of the mean than few at all. */
        private static final int PICTURES_A_LEVEL = 8;

        /** With the usual effort. */
        static Plan usual(Ladder ladder, List<Picture> pictures) {
            return new Plan(ladder, TARGET_DB, BURSTS, SWEEP_LEVELS, pictures);
        }

        private int picturesALevel() {
            return Math.min(PICTURES_A_LEVEL, pictures.size());
        }

        /** Pictures to send in all. */
        int sweeps() {
            return sweepLevels * picturesALevel();
        }

        /** Levels change fastest, so that an early stop has seen them all. */
        double level(int sweep) {
            return ladder.lowestDb() + (ladder.highestDb() - ladder.lowestDb()) * (sweep % sweepLevels) / (sweepLevels - 1);
        }

        /** Half a step above {@link #level}. */
        double levelAbove(int sweep) {
            return Math.min(ladder.highestDb(), level(sweep) + (ladder.highestDb() - ladder.lowestDb()) / (sweepLevels - 1) / 2);
        }

        Picture picture(int sweep) {
            return pictures.get((sweep % sweepLevels * picturesALevel() + sweep / sweepLevels) % pictures.size());
        }
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
    private final Map<String, Object> radios;
    private final String created;
    private final String software;
    private final List<LinkPoint> points = new ArrayList<>();
    private final Map<Criterion, List<LevelSweep>> swept = new EnumMap<>(Criterion.class);
    private Spent spent = Spent.NOTHING;

    /** @param radios what the radios say of themselves */
    Calibrator(Plan plan, LinkProbe probe, TimestepSweeps sweeps, CalibrationConditions conditions, Map<String, Object> radios, String created,
            String software) {
        this.plan = plan;
        this.radios = radios;
        this.probe = probe;
        this.sweeps = sweeps;
        this.conditions = conditions;
        this.created = created;
        this.software = software;
    }

    /** Measures all that {@code earlier} lacks; empty when the listener ended it. */
    Optional<Calibration> run(Optional<Calibration> earlier, Listener listener) {
        earlier.ifPresent(calibration -> {
            points.addAll(calibration.points());
            calibration.sweeps().forEach((criterion, list) -> swept.put(criterion, new ArrayList<>(list)));
            spent = calibration.spent();
        });
        if (!measureLink(listener)) {
            return Optional.empty();
        }
        if (points.isEmpty()) {
            throw SemlinkException.failed("no burst arrived at any level from %.1f to %.1f dB; check cable, frequency and gains, or raise --levels",
                    plan.ladder().lowestDb(), plan.ladder().highestDb());
        }
        LinkCalibration link = soFar().link().orElseThrow(() -> SemlinkException.failed(
                "only %d of %d bursts arrived, too few to fit a curve; raise --levels or --bursts", points.size(), spent.bursts()));
        return measureReceiver(link, listener) ? Optional.of(soFar()) : Optional.empty();
    }

    private Calibration soFar() {
        return new Calibration(created, software, conditions, radios, spent, points, swept);
    }

    private boolean measureLink(Listener listener) {
        int perVisit = plan.ladder().burstsPerVisit();
        LevelPlanner planner = new LevelPlanner(plan.ladder().lowestDb(), plan.ladder().highestDb(), plan.targetDb(), plan.bursts() / perVisit);
        planner.resume(points, spent.bursts() / perVisit);
        for (OptionalDouble level = planner.next(); level.isPresent(); level = planner.next()) {
            if (!listener.goOn()) {
                return false;
            }
            LinkProbe.Visit visit = probe.visit(plan.ladder(), level.getAsDouble(), spent.bursts() / perVisit + 1);
            visit.points().forEach(planner::measured);
            points.addAll(visit.points());
            spent = new Spent(spent.bursts() + visit.sent(), spent.pictures(), spent.clippedSamples() + visit.clippedSamples());
            listener.visited(soFar(), planner.asked(), level.getAsDouble(), planner.uncertaintyDb());
        }
        return true;
    }

    private boolean measureReceiver(LinkCalibration link, Listener listener) {
        for (int i = spent.pictures(); i < plan.sweeps(); i++) {
            if (!listener.goOn()) {
                return false;
            }
            Optional<TimestepSweeps.Swept> one = sweeps.measure(plan.ladder(), plan.level(i), plan.picture(i), i, link);
            boolean lost = one.isEmpty();
            if (lost) {
                // The end of the curve needs pictures as much as its middle, and half a step up most are heard.
                one = sweeps.measure(plan.ladder(), plan.levelAbove(i), plan.picture(i), plan.sweeps() + i, link);
            }
            spent = new Spent(spent.bursts() + (lost ? 1 : 0), i + 1, spent.clippedSamples());
            one.ifPresent(result -> result.sweeps().forEach((criterion, sweep) ->
                    swept.computeIfAbsent(criterion, key -> new ArrayList<>()).add(sweep)));
            listener.swept(soFar(), i + 1, plan.sweeps());
        }
        return true;
    }
}
