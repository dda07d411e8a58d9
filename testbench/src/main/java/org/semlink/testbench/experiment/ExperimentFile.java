// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import org.semlink.radio.SiNumber;
import org.semlink.testbench.store.MetricNames;

/** Reads an experiment file; every slip is an input error that names file, line and remedy, before anything runs. */
final class ExperimentFile {

    /** What no name can hold that goes into a file of a CI server, a page and a terminal. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    static final List<String> STOP_KEYS = List.of("metric", "half-width", "confidence", "at-least", "at-most");

    private final YamlMap map;
    private final String fileName;

    private ExperimentFile(YamlMap map, String fileName) {
        this.map = map;
        this.fileName = fileName;
    }

    /** The text of a file, for its copy beside the results. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw SemlinkException.input("an experiment is a text file in UTF-8 that can be read, %s is none; see 'semlink sweep --help'", file).causedBy(e);
        }
    }

    static Experiment read(Path file) {
        Experiment experiment = new ExperimentFile(YamlMap.parse(text(file), file.toString()), file.getFileName().toString()).experiment();
        Combinations.check(experiment, file.toString());
        return experiment;
    }

    private Experiment experiment() {
        map.requireKnown(ExperimentKey.keys());
        if (map.has("snrs") && map.has("gains")) {
            throw SemlinkException.input("%s: an experiment has snrs (simulated radios) or gains (real ones), not both", map.where("gains"));
        }
        if (map.has("stop") && map.has("repetitions")) {
            throw SemlinkException.input("%s: the stopping rule says how often, or repetitions does; drop one", map.where("repetitions"));
        }
        String level = map.has("gains") ? "gains" : "snrs";
        List<PictureFile> pictures = PictureFiles.of(texts("pictures", PictureFile.BUILT_IN), map.where("pictures"));
        return new Experiment(name(), map.text("description").orElse(""), integer(map, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
                map.text("rate").orElse("1M"), schemes(), texts("radios", "sim:"), texts("waveforms", "ofdm"),
                level.equals("gains") ? "txgain" : "snr", Levels.of(map.textOrTexts(level), map.where(level)), texts("calibrations", Experiment.NONE),
                pictures, (int) integer(map, "crop", 0, 8, 65_535), (int) integer(map, "repetitions", 1, 1, 1_000_000),
                map.map("stop").map(ExperimentFile::stop).map(rule -> rule.overWholePasses(pictures.size())), (int) integer(map, "samples", 12, 0, 10_000),
                (int) integer(map, "retries", 1, 0, 100));
    }

    private String name() {
        String name = map.text("name").orElse(fileName.replaceFirst("\\.[^.]*$", ""));
        if (!name.matches("[A-Za-z0-9._-]{1,80}") || name.startsWith(".")) {
            throw SemlinkException.input("%s must be 1 to 80 letters, digits, '.', '_' or '-', not a dot first, got '%s'", map.where("name"), name);
        }
        return name;
    }

    private List<String> texts(String key, String absent) {
        List<String> texts = map.has(key) ? map.textOrTexts(key) : List.of(absent);
        if (texts.isEmpty() || new HashSet<>(texts).size() < texts.size()) {
            throw SemlinkException.input("%s must list something, and nothing twice; drop the key for its default", map.where(key));
        }
        return texts;
    }

    private List<Scheme> schemes() {
        Optional<YamlMap> given = map.map("schemes");
        if (given.isEmpty()) {
            return List.of(new Scheme("semlink", Map.of(), Map.of()));
        }
        if (given.get().keys().isEmpty()) {
            throw SemlinkException.input("%s must name at least one scheme; write semlink: {} for the default model", map.where("schemes"));
        }
        List<Scheme> schemes = new ArrayList<>();
        for (String name : given.get().keys()) {
            if (CONTROL.matcher(name).find()) {
                throw SemlinkException.input("%s: a scheme's name must have no control characters, got '%s' with one at each \ufffd; drop them",
                        given.get().place(name), CONTROL.matcher(name).replaceAll("\ufffd"));
            }
            YamlMap options = given.get().map(name).orElseThrow();
            options.requireKnown(SchemeOptions.known().keySet());
            List<Scheme> variants = List.of(new Scheme(name, Map.of(), Map.of()));
            for (String option : options.keys()) {
                variants = varied(variants, option, options.textOrTexts(option), options.where(option));
            }
            variants.forEach(scheme -> SchemeOptions.of(scheme, Experiment.NONE, given.get().where(name)));
            schemes.addAll(variants);
        }
        return List.copyOf(schemes);
    }

    private static List<Scheme> varied(List<Scheme> schemes, String option, List<String> values, String where) {
        if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
            throw SemlinkException.input("%s must list something, and nothing twice", where);
        }
        List<Scheme> all = new ArrayList<>();
        for (Scheme scheme : schemes) {
            for (String value : values) {
                Map<String, String> options = new LinkedHashMap<>(scheme.options());
                options.put(option, value);
                Map<String, String> axes = new LinkedHashMap<>(scheme.axes());
                if (values.size() > 1) {
                    axes.put(option.replace('-', '_'), value);
                }
                all.add(new Scheme(scheme.name(), options, axes));
            }
        }
        return all;
    }

    private static StopRule stop(YamlMap stop) {
        stop.requireKnown(STOP_KEYS);
        String metric = stop.text("metric").orElse("quality.denoised.psnr_db");
        MetricNames.require(metric, stop.where("metric"));
        double halfWidth = SiNumber.parse(stop.where("half-width"), stop.text("half-width").orElseThrow(() -> SemlinkException.input(
                "%s is missing: give the half-width of the confidence interval at which to stop", stop.where("half-width"))), 1e-12, 1e12);
        double confidence = SiNumber.parse(stop.where("confidence"), stop.text("confidence").orElse("0.95"), 0.5, 0.9999);
        int atLeast = (int) integer(stop, "at-least", 10, 2, 1_000_000);
        int atMost = (int) integer(stop, "at-most", Math.max(1000, atLeast), 2, 1_000_000);
        if (atMost < atLeast) {
            throw SemlinkException.input("%s must not be below at-least, got %d and %d", stop.where("at-most"), atMost, atLeast);
        }
        return new StopRule(metric, halfWidth, confidence, atLeast, atMost);
    }

    private static long integer(YamlMap map, String key, long absent, long min, long max) {
        Optional<String> text = map.text(key);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw SemlinkException.input("%s must be a whole number, got '%s'", map.where(key), text.get()).causedBy(e);
        }
        throw SemlinkException.input("%s must be from %d to %d, got %s", map.where(key), min, max, text.get());
    }
}
