// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that names a YAML file of options; {@link ConfigDefaults} reads it. */
final class ConfigOption {

    @Option(names = ConfigDefaults.OPTION, paramLabel = "FILE",
            description = "YAML file of options: their names without dashes as keys. What the command line gives goes before it.")
    private Path file;

    /** Refuses a file that holds a key which is no option of this command. */
    void check(CommandSpec spec) {
        if (file != null) {
            ConfigDefaults.read(file).requireKnown(spec.options().stream().map(ConfigDefaults::key).filter(key -> !key.equals("config")).toList());
        }
    }
}
