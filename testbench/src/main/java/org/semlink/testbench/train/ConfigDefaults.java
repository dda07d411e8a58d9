// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values of options from the YAML file that {@code --config} names, for commands that have that option. */
public final class ConfigDefaults implements IDefaultValueProvider {

    /** Between the values of an option that takes several, where no character may stand in the way of a path. */
    static final String SEPARATOR = "\n";
    static final String OPTION = "--config";

    private final Optional<YamlMap> values;

    private ConfigDefaults(Optional<YamlMap> values) {
        this.values = values;
    }

    /** Reads the file that {@code args} name, if they name one. */
    public static ConfigDefaults of(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(OPTION + "=")) {
                return new ConfigDefaults(Optional.of(read(Path.of(args[i].substring(OPTION.length() + 1)))));
            }
            if (args[i].equals(OPTION) && i + 1 < args.length) {
                return new ConfigDefaults(Optional.of(read(Path.of(args[i + 1]))));
            }
        }
        return new ConfigDefaults(Optional.empty());
    }

    static YamlMap read(Path file) {
        try {
            return YamlMap.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw SemlinkException.input("--config needs a text file in UTF-8 that can be read, %s is none", file).causedBy(e);
        }
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (values.isEmpty() || !(argument instanceof OptionSpec option) || !option.command().optionsMap().containsKey(OPTION)) {
            return null;
        }
        YamlMap map = values.get();
        String key = key(option);
        if (!map.has(key)) {
            return null;
        }
        // Joined as the option itself splits, so that a list and what the command line takes are the same.
        return option.isMultiValue() ? String.join(option.splitRegex(), map.textOrTexts(key)) : map.text(key).orElse(null);
    }

    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
