// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.MonotoneCurve;
import org.semlink.calibration.ReceiverCalibration;
import org.semlink.common.Snr;

/** What a finished calibration found, for a reader at a terminal. */
final class CalibrationReport {

    private static final double STEP_DB = 5;

    private CalibrationReport() {
    }

    /** One SNR: what is read there and what it means; what the network is told by criterion, where that was fitted. */
    private record Row(double estimatedDb, double realDb, double lowDb, double highDb, double flatShare, Map<String, Double> told) {
    }

    private static List<Row> rows(Calibration calibration, Map<Criterion, ReceiverCalibration> fits) {
        LinkCalibration link = calibration.link().orElseThrow();
        MonotoneCurve curve = link.correction();
        List<Row> rows = new ArrayList<>();
        for (double at = Math.ceil(curve.from() / STEP_DB) * STEP_DB; at <= curve.to(); at += STEP_DB) {
            double real = curve.value(at);
            Map<String, Double> told = new LinkedHashMap<>();
            fits.forEach((criterion, fit) -> told.put(criterion.key(), fit.told().value(real)));
            rows.add(new Row(at, real, curve.lower(at), curve.upper(at), link.flat().share(Snr.fromDb(at)), told));
        }
        return rows;
    }

    private static Map<Criterion, ReceiverCalibration> fits(Calibration calibration) {
        Map<Criterion, ReceiverCalibration> fits = new EnumMap<>(Criterion.class);
        calibration.sweeps().keySet().forEach(criterion -> calibration.receiver(criterion).ifPresent(fit -> fits.put(criterion, fit)));
        return fits;
    }

    private static List<String> verdicts(Calibration calibration) {
        return Verdicts.of(calibration.points(), calibration.link().orElseThrow(), calibration.spent().clippedSamples());
    }

    static void print(Calibration calibration, PrintWriter out) {
        MonotoneCurve curve = calibration.link().orElseThrow().correction();
        out.println(calibration.spent().bursts() + calibration.spent().pictures() + " bursts and pictures sent");
        out.printf(Locale.ROOT, "%d points; SNR read %.1f to %.1f dB%n", calibration.points().size(), curve.from(), curve.to());
        out.println("estimated SNR  real SNR [95 %]          flat share  told to the network for");
        out.print("                                                   ");
        calibration.sweeps().keySet().forEach(criterion -> out.printf("%8s", criterion.key()));
        out.println();
        Map<Criterion, ReceiverCalibration> fits = fits(calibration);
        for (Row row : rows(calibration, fits)) {
            out.printf(Locale.ROOT, "%10.1f dB  %6.2f [%6.2f, %6.2f] dB  %10.2f  ", row.estimatedDb(), row.realDb(), row.lowDb(), row.highDb(),
                    row.flatShare());
            calibration.sweeps().keySet().forEach(criterion -> out.print(row.told().containsKey(criterion.key())
                    ? String.format(Locale.ROOT, "%8.2f", row.told().get(criterion.key())) : "       -"));
            out.println();
        }
        fits.forEach((criterion, fit) ->
                out.printf(Locale.ROOT, "told for %s: saves %.4f of loss on the pictures swept%n", criterion.key(), fit.gain()));
        verdicts(calibration).forEach(out::println);
    }

    /** The same as maps and numbers. */
    static Map<String, Object> figures(Calibration calibration) {
        MonotoneCurve curve = calibration.link().orElseThrow().correction();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bursts", calibration.spent().bursts());
        figures.put("pictures", calibration.spent().pictures());
        figures.put("points", calibration.points().size());
        figures.put("snr_read_db", List.of(curve.from(), curve.to()));
        Map<Criterion, ReceiverCalibration> fits = fits(calibration);
        figures.put("rows", rows(calibration, fits).stream().map(row -> Map.of("estimated_snr_db", row.estimatedDb(), "real_snr_db",
                List.of(row.realDb(), row.lowDb(), row.highDb()), "flat_share", row.flatShare(), "told_snr_db", row.told())).toList());
        Map<String, Double> saved = new LinkedHashMap<>();
        fits.forEach((criterion, fit) -> saved.put(criterion.key(), fit.gain()));
        figures.put("loss_saved", saved);
        figures.put("verdicts", verdicts(calibration));
        return figures;
    }
}
