// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.DriftMonitor;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.TrafficRefresh;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.Version;

/** Renews a calibration by the traffic that was received with it: no air time, no known pictures. */
final class CalibrationRefresh {

    private CalibrationRefresh() {
    }

    /**
     * Reads {@code stored} and the results under {@code traffic}, says what they show, and gives the renewed calibration.
     *
     * @param figures takes what is said
     */
    static Calibration run(Path stored, List<Path> traffic, PrintWriter out, Map<String, Object> figures) {
        Calibration calibration = CalibrationFile.read(stored);
        List<KnownSymbolNoise> bursts = TrafficResults.read(traffic, CalibrationOption.mark(stored));
        DriftMonitor monitor = new DriftMonitor(calibration.link()
                .orElseThrow(() -> SemlinkException.input("calibration %s has too few points to renew; calibrate again", stored)).excess());
        bursts.forEach(monitor::add);
        double from = bursts.stream().mapToDouble(KnownSymbolNoise::snrDb).min().orElseThrow();
        double to = bursts.stream().mapToDouble(KnownSymbolNoise::snrDb).max().orElseThrow();
        out.printf(Locale.ROOT, "%d bursts of traffic at %.1f to %.1f dB: known symbols show %+.2f dB more noise beyond the estimate than when "
                + "it was calibrated; the calibration %s%n", bursts.size(), from, to, monitor.shiftDb(),
                monitor.drifted() ? "no longer fits" : "still fits");
        out.flush();
        figures.put("traffic", Map.of("bursts", bursts.size(), "snr_db", List.of(from, to), "shift_db", monitor.shiftDb(), "drifted",
                monitor.drifted()));
        return TrafficRefresh.refresh(calibration, bursts, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Version.TEXT);
    }
}
