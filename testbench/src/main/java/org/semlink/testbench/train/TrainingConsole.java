// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.semlink.diffusion.train.StepReport;
import org.semlink.diffusion.train.TrainingRun;

/** Prints losses now and then, with the time left. */
final class TrainingConsole implements TrainingRun.Listener {

    private static final int EVERY = 50;
    private static final int ENCODED_EVERY = 100;

    private final PrintWriter err;
    private final long steps;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private long since = System.nanoTime();
    private int counted;

    TrainingConsole(PrintWriter err, long steps) {
        this.err = err;
        this.steps = steps;
    }

    @Override
    public void skipped(Path file, String reason) {
        line("left out %s: %s", file, reason);
    }

    @Override
    public void encoded(int done, int total) {
        if (done % ENCODED_EVERY == 0 || done == total) {
            line("encoded %d of %d", done, total);
        }
    }

    @Override
    public void started(int photos, int validationPhotos, long fromStep, String device) {
        line("%d training and %d validation photos on %s, from step %d", photos, validationPhotos, device, fromStep);
        since = System.nanoTime();
    }

    @Override
    public void stepped(StepReport r) {
        r.losses().forEach((part, loss) -> sums.merge(part, loss, Double::sum));
        counted++;
        if (r.step() % EVERY == 0) {
            double seconds = (System.nanoTime() - since) / 1e9 / counted;
            line("step %d of %d: %s, gradient %.2f, %.2f s a step, %.0f min left", r.step(), steps, text(sums, counted), r.gradientNorm(), seconds,
                    seconds * (steps - r.step()) / 60);
            since = System.nanoTime();
            sums.clear();
            counted = 0;
        }
    }

    @Override
    public void validated(String set, StepReport r) {
        line("step %d: %s %s", r.step(), set, text(r.losses(), 1));
    }

    @Override
    public void endedEarly(long step, int patience) {
        line("step %d: no better for %d validations, done", step, patience);
    }

    /** Losses by name; means of natural logs are told in dB, ratios to the linear estimate as gains. */
    private static String text(Map<String, Double> sums, int count) {
        return sums.entrySet().stream().map(entry -> {
            double value = entry.getValue() / count;
            return switch (entry.getKey()) {
                case "log_error" -> String.format(Locale.ROOT, "error %.2f dB", value * 10 / Math.log(10));
                case "denoised_log_error" -> String.format(Locale.ROOT, "denoised %.2f dB", value * 10 / Math.log(10));
                case "ratio" -> String.format(Locale.ROOT, "gain over shrinkage %.2f dB", -10 * Math.log10(value));
                default -> String.format(Locale.ROOT, "%s %.3f", entry.getKey().replace('_', ' '), value);
            };
        }).collect(Collectors.joining(", "));
    }

    private void line(String format, Object... args) {
        err.printf(Locale.ROOT, format + "%n", args);
        err.flush();
    }
}
