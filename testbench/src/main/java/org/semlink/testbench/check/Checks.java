// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.semlink.common.Snr;
import org.semlink.testbench.experiment.Coverage;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.quality.PictureMeans;
import org.semlink.testbench.store.Metrics;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/** Results held against limits: the mean of each limited metric at each point of the grid, over pictures as a report has it. */
public final class Checks {

    private final Limits limits;
    private final List<Map<Map<String, String>, PictureMeans>> values = new ArrayList<>();
    private final Map<String, Set<String>> seen = new HashMap<>();
    private final Optional<Coverage> coverage;
    private long failed;

    private Checks(Limits limits, Optional<Coverage> coverage) {
        this.limits = limits;
        this.coverage = coverage;
        limits.limits().forEach(limit -> values.add(new LinkedHashMap<>()));
        coverage.ifPresent(plan -> plan.points().forEach(this::see));
    }

    /**
     * One limit at one point.
     *
     * @param name   of what was checked, and where
     * @param rule   that it must keep
     * @param found  what was found, as text
     * @param passed whether it keeps it
     */
    public record Check(String name, String rule, String found, boolean passed) {
    }

    /** All checks; one of them counts the failed trials, and one, where the store knows its plan, those that have not run. */
    public static List<Check> of(TrialStore store, Limits limits) {
        Checks checks = new Checks(limits, Coverage.of(store));
        store.forEach(checks::add);
        return checks.result();
    }

    private void add(StoredTrial trial) {
        failed += trial.status() == Status.FAILED ? 1 : 0;
        coverage.ifPresent(plan -> plan.add(trial));
        see(trial.axes());
        for (int i = 0; i < values.size(); i++) {
            Limit limit = limits.limits().get(i);
            if (limit.matches(trial.axes())) {
                Map<String, String> point = new LinkedHashMap<>(trial.axes());
                point.keySet().removeIf(axis -> axis.equals("picture") || axis.equals("repetition"));
                double value = trial.metrics().getOrDefault(limit.metric(), Double.NaN);
                values.get(i).computeIfAbsent(point, p -> new PictureMeans()).add(trial.axes().getOrDefault("picture", ""),
                        Metrics.isPowerRatio(limit.metric()) ? Snr.fromDb(value) : value);
            }
        }
    }

    private void see(Map<String, String> axes) {
        axes.forEach((axis, value) -> seen.computeIfAbsent(axis, a -> new HashSet<>()).add(value));
    }

    private List<Check> result() {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Limit limit = limits.limits().get(i);
            values.get(i).forEach((point, at) -> checks.add(check(limit.metric() + place(point), limit, at)));
            List<Map<String, String>> missing = missing(limit, values.get(i).keySet());
            missing.forEach(point -> checks.add(new Check(limit.metric() + place(point), limit.rule(), "no trial", false)));
            if (values.get(i).isEmpty() && missing.isEmpty()) {
                checks.add(new Check(limit.metric() + " at " + limit.whereText(), limit.rule(), "no trial", false));
            }
        }
        checks.add(new Check("failed trials", "at most " + limits.failedAtMost(), String.valueOf(failed), failed <= limits.failedAtMost()));
        coverage.ifPresent(plan -> {
            long open = plan.open();
            checks.add(new Check("trials not run", "0", open == 0 ? "0" : plan.isRuled() ? "at least " + open + ", as the stopping rule looks at whole blocks"
                    : open + " of " + plan.most(), open == 0));
        });
        return checks;
    }

    /** Points of the plan that a limit asks of and that have no trial; what it asks of single pictures is in the count of trials that have not run. */
    private List<Map<String, String>> missing(Limit limit, Set<Map<String, String>> found) {
        return coverage.map(Coverage::points).orElse(List.of()).stream().filter(point -> limit.matches(point) && !found.contains(point)).toList();
    }

    /** The axes that vary in the experiment, and where the point lies on them. */
    private String place(Map<String, String> point) {
        String place = point.entrySet().stream().filter(axis -> seen.get(axis.getKey()).size() > 1).map(Map.Entry::toString)
                .collect(Collectors.joining(", "));
        return place.isEmpty() ? "" : " at " + place;
    }

    private static Check check(String name, Limit limit, PictureMeans at) {
        if (at.trials() == 0) {
            return new Check(name, limit.rule(), "no value in any trial", false);
        }
        Mean mean = Metrics.isPowerRatio(limit.metric()) ? at.levelDb() : at.mean();
        return new Check(name, limit.rule(), String.format(Locale.ROOT, "%s over %d %s, %d %s", mean.text("%.6g"), at.pictures(),
                at.pictures() == 1 ? "picture" : "pictures", at.trials(), at.trials() == 1 ? "trial" : "trials"), limit.passes(mean.value()));
    }
}
