// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Option;

/** How much time the transmitter takes to encode. */
public final class RefineOption {

    private static final int MOST = 10_000;

    @Option(names = "--refine", paramLabel = "STEPS", description = "Gradient steps by which the transmitter improves the latent of each picture for what "
            + "the receiver will make of it; 60 bring most of what there is, about a second each for 768x512 on two cores. Receivers need not know. "
            + "Default: ${DEFAULT-VALUE}")
    private int steps = 0;

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        if (steps < 0 || steps > MOST) {
            throw SemlinkException.input("--refine must be 0 to %d steps, got %d", MOST, steps);
        }
    }

    boolean wanted() {
        return steps > 0;
    }

    /** {@code model}, its encoder refined if that is wanted, for pictures sent at {@code ratio}; closed in its place. */
    public LoadedModel over(LoadedModel model, BandwidthRatio ratio) {
        return wanted() ? model.refined(ratio, steps) : model;
    }
}
