// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkPoint;
import org.semlink.testbench.cli.Progress;

/** Tells how far a calibration is: a headline, and a table of what was measured so far by the SNR read. */
final class Told implements Calibrator.Listener {

    private static final int STEP_DB = 5;

    private final Progress progress;
    private final Runnable before;

    Told(Progress progress) {
        this(progress, () -> { });
    }

    /** @param before is run before every visit and every sweep, and may throw to end the calibration */
    Told(Progress progress, Runnable before) {
        this.progress = progress;
        this.before = before;
    }

    @Override
    public boolean goOn() {
        before.run();
        return true;
    }

    @Override
    public void visited(Calibration soFar, int visits, double levelDb, double uncertaintyDb) {
        progress.show(lines(soFar, String.format(Locale.ROOT, "link: visit %d at %.1f dB, %d bursts heard, correction known to %.2f dB", visits,
                levelDb, soFar.points().size(), uncertaintyDb)));
    }

    @Override
    public void swept(Calibration soFar, int done, int of) {
        progress.show(lines(soFar, String.format("receiver: picture %d of %d swept", done, of)));
    }

    /** The headline and a row for every {@value #STEP_DB} dB in which something was heard. */
    static List<String> lines(Calibration soFar, String headline) {
        TreeMap<Integer, Row> rows = new TreeMap<>();
        IntFunction<Row> row = from -> rows.computeIfAbsent(from, key -> new Row());
        for (LinkPoint point : soFar.points()) {
            row.apply(bin(point.snrDb())).add(point);
        }
        // Every criterion has the same sweeps.
        for (LevelSweep sweep : soFar.sweeps().values().stream().findFirst().orElse(List.of())) {
            row.apply(bin(sweep.snrDb())).pictures++;
        }
        List<String> lines = new ArrayList<>(List.of(headline, "  SNR, dB     bursts  real - estimated, dB  pictures"));
        rows.forEach((from, r) -> lines.add(String.format(Locale.ROOT, "%4d .. %3d  %8d  %20s  %8d", from, from + STEP_DB, r.bursts,
                r.bursts == 0 ? "" : String.format(Locale.ROOT, "%+.2f", r.difference / r.bursts), r.pictures)));
        return lines;
    }

    private static int bin(double snrDb) {
        return (int) Math.floor(snrDb / STEP_DB) * STEP_DB;
    }

    private static final class Row {
        private int bursts;
        private double difference;
        private int pictures;

        private void add(LinkPoint point) {
            bursts++;
            difference += point.realSnrDb() - point.snrDb();
        }
    }
}
