// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.List;
import java.util.Locale;
import org.semlink.testbench.store.Metrics;

/** The plan of an experiment as people read it, before anything runs. */
final class PlanText {

    private static final int LONGEST = 100;

    private PlanText() {
    }

    /**
     * The time and disk of one trial.
     *
     * @param seconds of one job
     * @param bytes   in the store
     * @param source  where both come from, such as "measured now over 2 trials"
     */
    record Cost(double seconds, double bytes, String source) {

        /** The cost of an average trial among some that ran; rows hold a number in at most 9 bytes and the deflated result in about a quarter. */
        static Cost of(double seconds, List<Workbench.Outcome> outcomes, String source) {
            double bytes = outcomes.stream().mapToDouble(o -> 9.0 * Metrics.of(o.result()).size() + o.result().toString().length() / 4.0 + 300)
                    .average().orElseThrow();
            return new Cost(seconds, bytes, source);
        }
    }

    /** The grid and the number of trials. */
    static String grid(Experiment experiment, Plan plan, int done) {
        StringBuilder text = new StringBuilder();
        line(text, "experiment", experiment.name() + (experiment.description().isEmpty() ? "" : ": " + experiment.description()));
        list(text, "schemes", experiment.schemes().stream().map(Scheme::label).toList());
        list(text, "radios", experiment.radios());
        list(text, "waveforms", experiment.waveforms());
        if (!experiment.levels().isEmpty()) {
            list(text, experiment.levelOption().equals("snr") ? "SNRs, dB" : "gains, dB", experiment.levels());
        }
        list(text, "calibrations", experiment.calibrations());
        list(text, "pictures", experiment.pictures().stream().map(PictureFile::name).toList());
        line(text, "trials", experiment.stop().map(rule -> String.format(Locale.ROOT,
                "%d points x %d to %d, until %s is known to +-%s at %s %% confidence: %d at most", plan.points(), rule.atLeast(), rule.atMost(), rule.metric(),
                plain(rule.halfWidth()), plain(100 * rule.confidence()), plan.most())).orElseGet(() -> String.format(Locale.ROOT,
                "%d points x %d pictures x %d repetitions: %d", plan.points(), experiment.pictures().size(), experiment.repetitions(), plan.most())));
        if (done > 0) {
            line(text, "done", done + " of them");
        }
        return text.toString();
    }

    /** What is still to be spent. */
    static String cost(Cost cost, Plan plan, int done, int jobs, String atMost) {
        long left = plan.most() - done;
        StringBuilder text = new StringBuilder();
        line(text, "time", String.format(Locale.ROOT, "%s%s with %d jobs, %.3g s a trial (%s)", atMost, duration(left * cost.seconds() / jobs), jobs,
                cost.seconds(), cost.source()));
        line(text, "disk", String.format(Locale.ROOT, "%s%.1f MB for the trials, %.1f kB each, and the pictures of the samples", atMost,
                plan.most() * cost.bytes() / 1e6, cost.bytes() / 1e3));
        return text.toString();
    }

    /** Hours, minutes and seconds, the two largest. */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        return s >= 3600 ? String.format("%d h %02d min", s / 3600, s / 60 % 60) : s >= 60 ? String.format("%d min %02d s", s / 60, s % 60) : s + " s";
    }

    private static void list(StringBuilder text, String name, List<String> values) {
        String all = String.join(", ", values);
        line(text, name, values.size() + ": " + (all.length() <= LONGEST ? all : all.substring(0, LONGEST - 3) + "..."));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-13s %s%n", name, value));
    }

    private static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).round(new java.math.MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
