// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a trained model is called, and under which licence its weights are. */
final class NamingOptions {

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model (default: name of --out).")
    private String name;

    @Option(names = "--licence", paramLabel = "TEXT", defaultValue = "unspecified", description = "Licence of the weights, for model.yaml (default: ${DEFAULT-VALUE}).")
    private String licence;

    /** The name given, or that of the folder {@code out}. */
    String name(Path out) {
        return name == null ? out.toAbsolutePath().getFileName().toString() : name;
    }

    String licence() {
        return licence;
    }
}
