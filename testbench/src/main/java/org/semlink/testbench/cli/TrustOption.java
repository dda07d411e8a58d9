// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.List;
import org.semlink.diffusion.model.Trust;
import org.semlink.radio.safety.ConfigurationFile;
import picocli.CommandLine.Option;

/** Which models' code may be loaded, from the command line and the user's configuration file. */
public final class TrustOption {

    @Option(names = "--trust", paramLabel = "NAME",
            description = "Load this model's TorchScript, which is code and runs with your rights. Your configuration's 'trust' list adds more.")
    private List<String> names = List.of();

    public Trust trust() {
        return Trust.NONE.and(names).and(ConfigurationFile.ofUser().trustedModels());
    }
}
