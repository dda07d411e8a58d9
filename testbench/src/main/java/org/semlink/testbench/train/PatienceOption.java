// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import picocli.CommandLine.Option;

/** The option that ends a training which gets no better. */
final class PatienceOption {

    @Option(names = "--patience", paramLabel = "N", defaultValue = "0",
            description = "End after N validations in a row, one every 250 steps, that are no better than the best before; 0 for never (default: ${DEFAULT-VALUE}).")
    private int patience;

    int validations() {
        return patience;
    }
}
