// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.util.Locale;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.MonotoneCurve;
import org.semlink.common.Snr;

/** What a finished calibration found, for a reader at a terminal. */
final class CalibrationReport {

    private static final double STEP_DB = 5;

    private CalibrationReport() {
    }

    static void print(Calibration calibration, PrintWriter out) {
        LinkCalibration link = calibration.link().orElseThrow();
        MonotoneCurve curve = link.correction();
        out.println(calibration.spent().bursts() + calibration.spent().pictures() + " bursts and pictures sent");
        out.printf(Locale.ROOT, "%d points; SNR read %.1f to %.1f dB%n", calibration.points().size(), curve.from(), curve.to());
        out.println("estimated SNR  real SNR [95 %]          flat share  told to the network for");
        out.print("                                                   ");
        calibration.sweeps().keySet().forEach(criterion -> out.printf("%8s", criterion.key()));
        out.println();
        for (double at = Math.ceil(curve.from() / STEP_DB) * STEP_DB; at <= curve.to(); at += STEP_DB) {
            double real = curve.value(at);
            out.printf(Locale.ROOT, "%10.1f dB  %6.2f [%6.2f, %6.2f] dB  %10.2f  ", at, real, curve.lower(at), curve.upper(at),
                    link.flat().share(Snr.fromDb(at)));
            calibration.sweeps().keySet().forEach(criterion -> out.print(calibration.receiver(criterion)
                    .map(fit -> String.format(Locale.ROOT, "%8.2f", fit.told().value(real))).orElse("       -")));
            out.println();
        }
        calibration.sweeps().keySet().forEach(criterion -> calibration.receiver(criterion).ifPresent(fit ->
                out.printf(Locale.ROOT, "told for %s: saves %.4f of loss on the pictures swept%n", criterion.key(), fit.gain())));
        Verdicts.of(calibration.points(), link, calibration.spent().clippedSamples()).forEach(out::println);
    }
}
