// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.calibrate.CalibrationOption;
import org.semlink.testbench.cli.ModelOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of {@code semlink link} that make a scheme, read by the very classes that read them there: what link learns, sweep knows. */
@Command(name = "scheme")
final class SchemeOptions {

    /** Calibrations are an axis of the experiment, not of a scheme. */
    private static final String CALIBRATION = "calibration";

    @Mixin
    private ModelOptions model;

    @Mixin
    private CalibrationOption calibration;

    private SchemeOptions() {
    }

    /** Options that a scheme may set, without their dashes, with their descriptions. */
    static Map<String, String> known() {
        Map<String, String> known = new java.util.TreeMap<>();
        for (OptionSpec option : spec().options()) {
            String key = key(option);
            if (!key.equals(CALIBRATION)) {
                known.put(key, String.join(" ", option.description()).replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString())));
            }
        }
        return known;
    }

    /** Whether an option is a switch, {@code true} or {@code false} in a file. */
    static boolean isSwitch(String key) {
        return spec().options().stream().anyMatch(option -> key(option).equals(key) && option.arity().max() == 0);
    }

    /**
     * The options of a scheme with a calibration.
     *
     * @param calibrationFile or {@value Experiment#NONE}
     * @param where           what error messages call them
     */
    static SchemeOptions of(Scheme scheme, String calibrationFile, String where) {
        List<String> args = new ArrayList<>();
        for (Map.Entry<String, String> option : new java.util.TreeMap<>(scheme.options()).entrySet()) {
            if (!isSwitch(option.getKey())) {
                args.add("--" + option.getKey() + "=" + option.getValue());
            } else if (option.getValue().equals("true")) {
                args.add("--" + option.getKey());
            } else if (!option.getValue().equals("false")) {
                throw SemlinkException.input("%s: %s must be true or false, got '%s'", where, option.getKey(), option.getValue());
            }
        }
        if (!calibrationFile.equals(Experiment.NONE)) {
            args.add("--" + CALIBRATION + "=" + calibrationFile);
        }
        SchemeOptions options = new SchemeOptions();
        try {
            new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args.toArray(String[]::new));
            options.model.check();
        } catch (ParameterException | SemlinkException e) {
            throw SemlinkException.input("%s: %s", where, e.getMessage().lines().findFirst().orElse("")).causedBy(e);
        }
        return options;
    }

    ModelOptions model() {
        return model;
    }

    CalibrationOption calibration() {
        return calibration;
    }

    /** What of the options decides which model is loaded; schemes that share it share the loaded model. */
    static String modelKey(Scheme scheme) {
        TreeSet<String> parts = new TreeSet<>();
        scheme.options().forEach((key, value) -> {
            if (!List.of("sampler", "steps", "noise-map", "lpips", "criterion", "force").contains(key)) {
                parts.add(key + "=" + value);
            }
        });
        return parts.toString();
    }

    private static CommandSpec spec() {
        return new CommandLine(new SchemeOptions()).getCommandSpec();
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
