// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.semlink.testbench.store.MetricMean;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/** Results held against limits: the mean of each limited metric at each point of the grid, over pictures and repetitions. */
public final class Checks {

    private static final double CONFIDENCE = 0.95;

    private final Limits limits;
    private final List<Map<Map<String, String>, List<Double>>> values = new ArrayList<>();
    private final Map<String, Set<String>> seen = new HashMap<>();
    private long failed;

    private Checks(Limits limits) {
        this.limits = limits;
        limits.limits().forEach(limit -> values.add(new LinkedHashMap<>()));
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

    /** All checks; one of them counts the failed trials. */
    public static List<Check> of(TrialStore store, Limits limits) {
        Checks checks = new Checks(limits);
        store.forEach(checks::add);
        return checks.result();
    }

    private void add(StoredTrial trial) {
        failed += trial.status() == Status.FAILED ? 1 : 0;
        trial.axes().forEach((axis, value) -> seen.computeIfAbsent(axis, a -> new HashSet<>()).add(value));
        for (int i = 0; i < values.size(); i++) {
            Limit limit = limits.limits().get(i);
            if (limit.matches(trial.axes())) {
                Map<String, String> point = new LinkedHashMap<>(trial.axes());
                point.keySet().removeIf(axis -> axis.equals("picture") || axis.equals("repetition"));
                List<Double> at = values.get(i).computeIfAbsent(point, p -> new ArrayList<>());
                if (trial.metrics().containsKey(limit.metric())) {
                    at.add(trial.metrics().get(limit.metric()));
                }
            }
        }
    }

    private List<Check> result() {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Limit limit = limits.limits().get(i);
            values.get(i).forEach((point, at) -> checks.add(check(limit.metric() + place(point), limit, at)));
            if (values.get(i).isEmpty()) {
                checks.add(new Check(limit.metric() + " at " + limit.whereText(), limit.rule(), "no trial", false));
            }
        }
        checks.add(new Check("failed trials", "at most " + limits.failedAtMost(), String.valueOf(failed), failed <= limits.failedAtMost()));
        return checks;
    }

    /** The axes that vary in the experiment, and where the point lies on them. */
    private String place(Map<String, String> point) {
        String place = point.entrySet().stream().filter(axis -> seen.get(axis.getKey()).size() > 1).map(Map.Entry::toString)
                .collect(Collectors.joining(", "));
        return place.isEmpty() ? "" : " at " + place;
    }

    private static Check check(String name, Limit limit, List<Double> at) {
        if (at.isEmpty()) {
            return new Check(name, limit.rule(), "no value in any trial", false);
        }
        double[] all = at.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(all);
        MetricMean mean = MetricMean.of(limit.metric(), all, CONFIDENCE);
        return new Check(name, limit.rule(), String.format(Locale.ROOT, "%.6g +- %.2g over %d trials", mean.value(), mean.halfWidth(), mean.count()),
                limit.passes(mean.value()));
    }
}
