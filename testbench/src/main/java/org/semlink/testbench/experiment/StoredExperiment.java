// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The grid of an experiment as its store tells it, the inverse of {@link Experiment#configuration}: a store that was moved knows its plan
 * where the files that {@value SweepRun#COPY} names are not at hand.
 *
 * <p>The store forgets the order of schemes, calibrations and pictures, so numbers of trials mean other places here; points and counts are right.
 */
final class StoredExperiment {

    private static final List<String> COMMON_AXES = List.of("scheme", "radio", "waveform", "snr_db", "txgain_db", "calibration", "picture", "repetition");

    private final Map<String, String> configuration;
    private final List<String> options;

    private StoredExperiment(Map<String, String> configuration, List<String> options) {
        this.configuration = configuration;
        this.options = options;
    }

    /**
     * The experiment; empty where the store does not know it.
     *
     * @param provenance of the store
     * @param axes       of the store
     */
    static Optional<Experiment> of(Map<String, String> provenance, List<String> axes) {
        Map<String, String> configuration = Provenance.configuration(provenance);
        if (!configuration.containsKey("radios")) {
            return Optional.empty();
        }
        List<String> options = axes.stream().filter(axis -> !COMMON_AXES.contains(axis)).toList();
        return Optional.of(new StoredExperiment(configuration, options).experiment(provenance.getOrDefault("name", "")));
    }

    private Experiment experiment(String name) {
        boolean gains = configuration.containsKey("gains");
        Optional<StopRule> stop = StopRule.parse(configuration.get("stop"));
        return new Experiment(name, "", Long.parseLong(configuration.get("seed")), configuration.get("rate"),
                keys("scheme ").stream().map(this::scheme).toList(),
                // A file that a radio names may have spaces in its name.
                List.of(configuration.get("radios").split(" (?=[a-z]+:)")), words("waveforms"), gains ? "txgain" : "snr", words(gains ? "gains" : "snrs"),
                keys("calibration "), keys("picture ").stream().map(picture -> new PictureFile(picture, configuration.get("picture " + picture))).toList(),
                Integer.parseInt(configuration.get("crop")), stop.isPresent() ? 1 : Integer.parseInt(configuration.get("repetitions")), stop, 0, 0);
    }

    private List<String> words(String key) {
        return Arrays.stream(configuration.get(key).split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private List<String> keys(String begin) {
        return configuration.keySet().stream().filter(key -> key.startsWith(begin)).map(key -> key.substring(begin.length())).toList();
    }

    /** Of its {@link Scheme#label}: the name, and its own of the options that the experiment varies. */
    private Scheme scheme(String label) {
        Matcher matcher = Pattern.compile(" (" + options.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")=").matcher(label);
        List<MatchResult> found = options.isEmpty() ? List.of() : new ArrayList<>(matcher.results().toList());
        Map<String, String> axes = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            int end = i + 1 < found.size() ? found.get(i + 1).start() : label.length();
            axes.put(found.get(i).group(1), label.substring(found.get(i).end(), end));
        }
        return new Scheme(found.isEmpty() ? label : label.substring(0, found.get(0).start()), Map.of(), axes);
    }
}
