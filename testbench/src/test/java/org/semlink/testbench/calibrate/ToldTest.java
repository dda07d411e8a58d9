// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.FlatShare;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkPoint;
import org.semlink.calibration.Spent;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.live.LiveFeed;

class ToldTest {

    private static LinkPoint point(double snrDb, double errorDb) {
        return new LinkPoint(snrDb, errorDb, 10, new KnownSymbolNoise(snrDb, 0, 0.1, false), FlatShare.UNKNOWN);
    }

    private static Calibration soFar() {
        LevelSweep sweep = new LevelSweep(11, new double[] {-1, 0, 1}, new double[] {1, 0, 1});
        return new Calibration("", "", new CalibrationConditions(Map.of(), Map.of()), Map.of(), Spent.NOTHING,
                List.of(point(-0.5, 0.2), point(-4, 0.4), point(7, -0.1)), Map.of(Criterion.PSNR, List.of(sweep), Criterion.LATENT, List.of(sweep)));
    }

    @Test
    void aRowForEveryFiveDecibelsInWhichSomethingWasHeard() {
        assertThat(Told.lines(soFar(), "so far")).containsExactly(
                "so far",
                "  SNR, dB     bursts  real - estimated, dB  pictures",
                "  -5 ..   0         2                 -0.30         0",
                "   5 ..  10         1                 +0.10         0",
                "  10 ..  15         0                               1");
    }

    /** On a terminal the table is drawn over the one before: as many lines up as it had below its first. */
    @Test
    void theTableStaysInItsPlace() {
        StringWriter err = new StringWriter();
        System.setProperty("semlink.terminal", "true");
        try (Progress progress = new Progress(new PrintWriter(err), LiveFeed.NONE)) {
            Told told = new Told(progress);
            told.visited(soFar(), 3, 7, 0.5);
            told.swept(soFar(), 1, 2);
        } finally {
            System.clearProperty("semlink.terminal");
        }
        String up = "\u001b[A".repeat(4);
        assertThat(err.toString().split("\n")).hasSize(9);
        assertThat(err.toString()).startsWith("\r\u001b[Jlink: visit 3 at 7.0 dB, 3 bursts heard, correction known to 0.50 dB\n")
                .contains(up + "\r\u001b[Jreceiver: picture 1 of 2 swept\n").endsWith(up + "\r\u001b[J");
    }
}
