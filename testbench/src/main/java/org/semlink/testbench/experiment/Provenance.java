// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.semlink.common.Sha256;
import org.semlink.testbench.cli.Version;
import org.semlink.testbench.line.LoadedModel;

/** Where results come from, as texts for the store: of the whole experiment, and of one run of it. */
final class Provenance {

    private static final String CONFIGURATION = "configuration.";
    private static final String MODEL = "model.";

    private Provenance() {
    }

    /** All that decides results: configuration with checksums of pictures, calibrations and radios' files, and the models by scheme. */
    static Map<String, String> of(Experiment experiment, Map<String, String> models) {
        Map<String, String> all = new LinkedHashMap<>();
        experiment.configuration().forEach((key, value) -> all.put(CONFIGURATION + key, value));
        models.forEach((scheme, model) -> all.put(MODEL + scheme, model));
        String text = all.toString();
        all.put("name", experiment.name());
        all.put("description", experiment.description());
        all.put("configuration_sha256", Sha256.of(text));
        return all;
    }

    /** The configuration in what is stored, as {@link Experiment#configuration} gave it; empty where none is. */
    static Map<String, String> configuration(Map<String, String> stored) {
        Map<String, String> configuration = new LinkedHashMap<>();
        stored.forEach((key, value) -> {
            if (key.startsWith(CONFIGURATION)) {
                configuration.put(key.substring(CONFIGURATION.length()), value);
            }
        });
        return configuration;
    }

    /** A model's name, checksum and kind of device, as the store keeps it. */
    static String model(LoadedModel model) {
        return model.name() + " " + model.sha256() + " on " + model.execution().device().replaceAll(":.*", "");
    }

    /** What a run adds that begins now. */
    static Map<String, String> run(String command, String date, int jobs) {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("command", command);
        run.put("started", date);
        run.put("host", host());
        run.put("software", "semlink " + Version.TEXT);
        run.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        run.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        run.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        run.put("jobs", String.valueOf(jobs));
        return run;
    }

    /** In what decides results {@code now} differs from what is stored, one line each. */
    static List<String> differences(Map<String, String> stored, Map<String, String> now) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(stored.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String before = stored.get(key);
            String after = now.get(key);
            if ((key.startsWith(CONFIGURATION) || key.startsWith(MODEL)) && !java.util.Objects.equals(before, after)) {
                String what = key.replace(CONFIGURATION, "");
                lines.add(before == null ? what + " is new" : after == null ? what + " is gone" : what + " was '" + before + "', is '" + after + "'");
            }
        }
        return lines;
    }

    /** Whether all that decides a trial apart from its axes and its seed is the same in both. */
    static boolean sameInputs(Map<String, String> stored, Map<String, String> now, Plan.Trial trial) {
        String scheme = trial.scheme().label();
        Stream<String> radioFiles = now.keySet().stream().filter(key -> key.startsWith(CONFIGURATION + Experiment.RADIO_FILE));
        return Stream.concat(radioFiles, Stream.of(CONFIGURATION + "rate", CONFIGURATION + "crop", CONFIGURATION + "scheme " + scheme, MODEL + scheme,
                CONFIGURATION + "calibration " + trial.calibration(), CONFIGURATION + "picture " + trial.picture().name()))
                .allMatch(key -> now.get(key).equals(stored.get(key)));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
