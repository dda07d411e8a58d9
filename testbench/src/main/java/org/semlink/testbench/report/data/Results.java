// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.experiment.Coverage;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/**
 * What a report needs of a store, gathered in one pass: some thirty numbers of every trial by points of the grid, and whole trials for the
 * few that have samples.
 */
public final class Results {

    /** Axis of pictures. */
    public static final String PICTURE = "picture";

    /** Axis of repetitions. */
    public static final String REPETITION = "repetition";

    private static final Set<String> WITHIN_A_CELL = Set.of(PICTURE, REPETITION);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A metric that some trials lack.
     *
     * @param count  of these trials
     * @param reason that the first of them gives
     */
    public record Missing(long count, String reason) {
    }

    /**
     * What the experiment's plan asks for.
     *
     * @param trials  of the plan; where a stopping rule decides, the most that it may ask for
     * @param isRuled whether a stopping rule decides
     * @param open    trials that have not run; where a stopping rule decides, those before it looks again
     * @param points  of the grid
     */
    public record Planned(long trials, boolean isRuled, long open, int points) {
    }

    /**
     * Why trials of a point failed.
     *
     * @param axes   of the point
     * @param reason as the trials give it
     */
    public record Failure(Map<String, String> axes, String reason) {
    }

    private final Map<Map<String, String>, Cell> cells = new LinkedHashMap<>();
    private final Map<String, Set<String>> axes = new LinkedHashMap<>();
    private final Map<String, Integer> pictures = new LinkedHashMap<>();
    private final Map<Map<String, String>, String> models = new LinkedHashMap<>();
    private final Set<Map<String, String>> atOwnRatio = new HashSet<>();
    private Map<String, Double> ownRatios = Map.of();
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private final Map<Failure, Long> failures = new LinkedHashMap<>();
    private final Map<Long, StoredTrial> chosen = new TreeMap<>();
    private Optional<Planned> planned = Optional.empty();
    private long done;
    private long failed;
    private long retried;

    private Results() {
    }

    /** Reads a store; {@code samples} are the numbers of the trials that are wanted whole. An empty store is an input error. */
    public static Results read(TrialStore store, Collection<Long> samples) {
        Results results = new Results();
        Set<Long> wanted = Set.copyOf(samples);
        Optional<Coverage> coverage = Coverage.of(store);
        store.forEach(trial -> {
            results.add(trial, wanted.contains(trial.number()));
            coverage.ifPresent(plan -> plan.add(trial));
        });
        results.planned = coverage.map(plan -> new Planned(plan.most(), plan.isRuled(), plan.open(), plan.points().size()));
        results.ownRatios = results.cells.values().stream().filter(cell -> results.atOwnRatio.contains(cell.axes()))
                .collect(Collectors.groupingBy(results::model, Collectors.averagingDouble(cell -> cell.average(Metric.PAYLOAD_RATIO))));
        if (results.done + results.failed == 0) {
            throw SemlinkException.input("the experiment has no trials yet; start 'semlink sweep' first");
        }
        return results;
    }

    private void add(StoredTrial trial, boolean whole) {
        retried += trial.attempts() > 1 ? 1 : 0;
        trial.axes().forEach((axis, value) -> axes.computeIfAbsent(axis, a -> new LinkedHashSet<>()).add(value));
        Map<String, String> place = new LinkedHashMap<>(trial.axes());
        place.keySet().removeAll(WITHIN_A_CELL);
        // A point whose trials all failed is a point: it must not vanish from the page.
        Cell cell = cells.computeIfAbsent(place, Cell::new);
        if (trial.status() == Status.FAILED) {
            failed++;
            cell.addFailed();
            failures.merge(new Failure(cell.axes(), trial.reason()), 1L, Long::sum);
            return;
        }
        done++;
        if (!models.containsKey(place)) {
            JsonNode result = json(trial);
            models.put(place, result.path("model").path("name").asText(""));
            if (result.path("bandwidth_ratio").path("effective_snr_db_reason").asText("").equals(ResultJson.OWN_RATIO)) {
                atOwnRatio.add(place);
            }
        }
        cell.add(pictures.computeIfAbsent(trial.axes().getOrDefault(PICTURE, ""), p -> pictures.size()), trial.metrics());
        for (String name : Metric.KEPT) {
            if (!trial.metrics().containsKey(name)) {
                Missing before = missing.get(name);
                missing.put(name, before == null ? new Missing(1, reason(trial, name)) : new Missing(before.count() + 1, before.reason()));
            }
        }
        if (whole) {
            chosen.put(trial.number(), trial);
        }
    }

    /** What the result says beside a null. */
    private static String reason(StoredTrial trial, String metric) {
        JsonNode node = json(trial);
        String[] names = metric.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            node = node.path(names[i]);
        }
        return node.path(names[names.length - 1] + "_reason").asText("the result does not say why");
    }

    private static JsonNode json(StoredTrial trial) {
        try {
            return MAPPER.readTree(trial.resultJson().isEmpty() ? "{}" : trial.resultJson());
        } catch (JsonProcessingException e) {
            throw SemlinkException.environment("the result of trial %d is damaged (%s); run that sweep again", trial.number(), e.getOriginalMessage())
                    .causedBy(e);
        }
    }

    /** Points of the grid in the order in which they were met. */
    public List<Cell> cells() {
        return List.copyOf(cells.values());
    }

    /** Axes with the values that occur, numbers in rising order. */
    public Map<String, List<String>> axes() {
        Map<String, List<String>> sorted = new LinkedHashMap<>();
        axes.forEach((axis, values) -> {
            List<String> list = new ArrayList<>(values);
            if (list.stream().allMatch(Results::isNumber)) {
                list.sort(java.util.Comparator.comparingDouble(Double::parseDouble));
            }
            sorted.put(axis, list);
        });
        return sorted;
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");
    }

    /** Name of the model, or of the baseline, that a point ran; empty where no trial came to a result. */
    public String model(Cell cell) {
        return models.getOrDefault(cell.axes(), "");
    }

    /**
     * Bandwidth ratio of a point over its model's own, at which every element of the latent has a real of its own: 1/4 where a model made for
     * 1/12 sends at 1/48. NaN where the model was never run at its own, so that nothing here says which that is.
     */
    public double shareOfOwnRatio(Cell cell) {
        return atOwnRatio.contains(cell.axes()) ? 1 : cell.average(Metric.PAYLOAD_RATIO) / ownRatios.getOrDefault(model(cell), Double.NaN);
    }

    /** Metrics that are not everywhere. */
    public Map<String, Missing> missing() {
        return Collections.unmodifiableMap(missing);
    }

    /** Where and why trials failed, and how many. */
    public Map<Failure, Long> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** The trials asked for that are done, by number. */
    public Map<Long, StoredTrial> chosen() {
        return Collections.unmodifiableMap(chosen);
    }

    /** What was to run; empty where the store does not know. */
    public Optional<Planned> planned() {
        return planned;
    }

    public long done() {
        return done;
    }

    public long failed() {
        return failed;
    }

    /** Trials that took more than one attempt. */
    public long retried() {
        return retried;
    }
}
