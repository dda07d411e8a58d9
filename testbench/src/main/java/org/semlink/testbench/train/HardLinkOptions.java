// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import picocli.CommandLine.Option;

/** How often a training sees links that do worse than add noise. */
final class HardLinkOptions {

    @Option(names = "--fading", paramLabel = "SHARE", description = "Share of crops under fading (default: ${DEFAULT-VALUE}).")
    private double fading;

    @Option(names = "--erasures", paramLabel = "SHARE", description = "Share of crops that lose some of their symbols (default: ${DEFAULT-VALUE}).")
    private double erasures;

    HardLinkOptions(double fading, double erasures) {
        this.fading = fading;
        this.erasures = erasures;
    }

    double fading() {
        return fading;
    }

    double erasures() {
        return erasures;
    }
}
