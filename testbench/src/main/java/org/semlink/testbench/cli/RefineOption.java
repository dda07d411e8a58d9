// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.refine.Refinement;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Option;

/** How much time the transmitter takes to encode. */
public final class RefineOption {

    private static final int MOST = 10_000;
    private static final double WIDEST_DB = 60;
    private static final Pattern RANGE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(?:\\.\\.(-?\\d+(?:\\.\\d+)?))?");

    @Option(names = "--refine", paramLabel = "STEPS", description = "Gradient steps by which the transmitter improves the latent of each picture for what "
            + "receivers will make of it, who need not know; 60 bring most of what there is, 1.5 s each for 768x512 on two cores. Default: ${DEFAULT-VALUE}")
    private int steps = 0;

    @Option(names = "--refine-snr", paramLabel = "DB|FROM..TO", description = "SNR that receivers are expected to have: far from it refined pictures can be worse. Default: ${DEFAULT-VALUE}")
    private String snr = "8..26";

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        if (steps < 0 || steps > MOST) {
            throw SemlinkException.input("--refine must be 0 to %d steps, got %d", MOST, steps);
        }
        range();
    }

    private double[] range() {
        Matcher range = RANGE.matcher(snr.strip());
        if (range.matches()) {
            double least = Double.parseDouble(range.group(1));
            double most = range.group(2) == null ? least : Double.parseDouble(range.group(2));
            if (-WIDEST_DB <= least && least <= most && most <= WIDEST_DB) {
                return new double[] {least, most};
            }
        }
        throw SemlinkException.input("--refine-snr must be an SNR or FROM..TO, rising, -60 to 60 dB, got '%s'; write one such as 4 or 8..26", snr);
    }

    /** {@code model}, its encoder refined if that is wanted, for pictures sent at {@code ratio}; closed in its place. */
    public LoadedModel over(LoadedModel model, BandwidthRatio ratio) {
        return steps == 0 ? model : model.refined(ratio, new Refinement(steps, range()[0], range()[1]));
    }
}
