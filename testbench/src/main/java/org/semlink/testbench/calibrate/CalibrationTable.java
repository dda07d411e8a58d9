// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.semlink.testbench.quality.Mean;

/** Prints what {@link CalibrationBench} measured, level by level, judges it, and has it as figures. */
final class CalibrationTable {

    private static final double PSNR_LIMIT_DB = 0.05;
    private static final double LPIPS_LIMIT = 0.002;
    private static final double PREDICTION_LIMIT_DB = 0.2;
    private static final String ROW = "%6s  %-26s  %-26s  %-26s  %-26s  %s%n";

    private final PrintWriter out;
    private List<Map<String, Object>> levels = new ArrayList<>();
    private int count;
    private boolean passed = true;

    CalibrationTable(PrintWriter out) {
        this.out = out;
    }

    /** Whether nothing printed so far was above its limit. */
    boolean passed() {
        return passed;
    }

    /** Levels printed so far. */
    int count() {
        return count;
    }

    /** Begins a list of levels, which what is printed from now on goes into: means with the ends of their intervals, by name. */
    List<Map<String, Object>> levels() {
        levels = new ArrayList<>();
        return levels;
    }

    /** What is asked, by the names that levels have. */
    static Map<String, Double> limits() {
        return Map.of("psnr_lost_db", PSNR_LIMIT_DB, "lpips_lost", LPIPS_LIMIT, "predicted_minus_received_db", PREDICTION_LIMIT_DB);
    }

    void heading() {
        out.printf(Locale.ROOT, ROW, "SNR dB", "", "calibrated", "not calibrated", "gained by calibrating", "against each picture's own best");
        out.flush();
    }

    /**
     * Prints a level.
     *
     * @param samples pictures restored
     * @param heard   receptions by which the predicted latent error is judged
     */
    void level(double levelDb, List<CalibrationBench.Sample> samples, List<TimestepSweeps.Heard> heard) {
        String level = String.format(Locale.ROOT, "%.1f", levelDb);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("snr_db", levelDb);
        figures.put("pictures", samples.size());
        figures.put("receptions", heard.size());
        levels.add(figures);
        count++;
        if (samples.isEmpty() || heard.isEmpty()) {
            out.printf(Locale.ROOT, ROW, level, "nothing arrived", "", "", "", "");
            return;
        }
        figures.put("psnr_lost_db", lost(level, "PSNR lost, dB", 3, PSNR_LIMIT_DB, samples, CalibrationBench.Sample::psnr));
        if (samples.stream().allMatch(s -> s.lpips().isPresent())) {
            figures.put("lpips_lost", lost("", "LPIPS lost", 4, LPIPS_LIMIT, samples, s -> s.lpips().orElseThrow()));
        }
        Mean calibrated = Mean.ratioDb(heard, TimestepSweeps.Heard::predicted, TimestepSweeps.Heard::received);
        Mean analytic = Mean.ratioDb(heard, TimestepSweeps.Heard::uncorrected, TimestepSweeps.Heard::received);
        boolean met = Math.abs(calibrated.value()) <= PREDICTION_LIMIT_DB;
        row("", "predicted - received, dB", text(calibrated, 2), text(analytic, 2), "", "", met);
        figures.put("predicted_minus_received_db", Map.of("calibrated", calibrated.figures(), "not_calibrated", analytic.figures(), "met", met));
        out.flush();
    }

    private Map<String, Object> lost(String level, String name, int digits, double limit, List<CalibrationBench.Sample> samples,
            Function<CalibrationBench.Sample, CalibrationBench.Loss> of) {
        List<CalibrationBench.Loss> losses = samples.stream().map(of).toList();
        double best = CalibrationBench.best(losses);
        Mean calibrated = Mean.of(losses, loss -> loss.aboveLevel(loss.calibrated(), best));
        Mean analytic = Mean.of(losses, loss -> loss.aboveLevel(loss.analytic(), best));
        Mean gained = Mean.of(losses, loss -> loss.aboveLevel(loss.analytic(), best) - loss.aboveLevel(loss.calibrated(), best));
        Mean own = Mean.of(losses, loss -> loss.abovePicture(loss.calibrated()));
        boolean met = calibrated.value() <= limit;
        row(level, name, text(calibrated, digits), text(analytic, digits), text(gained, digits), text(own, digits), met);
        return Map.of("calibrated", calibrated.figures(), "not_calibrated", analytic.figures(), "gained", gained.figures(), "against_own_best",
                own.figures(), "met", met);
    }

    private void row(String level, String name, String calibrated, String analytic, String gained, String own, boolean met) {
        passed &= met;
        out.printf(Locale.ROOT, ROW, level, name, calibrated, analytic, gained, own + (met ? "" : "  NOT met"));
    }

    private static String text(Mean mean, int digits) {
        return mean.text("%." + digits + "f");
    }

    /** The limits, and whether all were kept. */
    void verdict() {
        out.printf(Locale.ROOT, "asked: at most %s dB, %s, and %s dB either way: %s%n", PSNR_LIMIT_DB, LPIPS_LIMIT, PREDICTION_LIMIT_DB,
                passed ? "met" : "NOT met");
        out.flush();
    }
}
