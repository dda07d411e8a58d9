// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.function.Consumer;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Option;

/** How many latents a call of the denoiser takes. */
public final class BatchOption {

    private static final int MOST = 1024;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures of one size that are denoised in one call of the network; above 1, results are "
            + "the same but for rounding. Default: 1 on the CPU, 16 on a GPU")
    private Integer batch;

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        if (batch != null && (batch < 1 || batch > MOST)) {
            throw SemlinkException.input("--batch must be 1 to %d, got %d", MOST, batch);
        }
    }

    /**
     * {@code model} with a denoiser that joins what several threads ask of it, where it can; closed in its place.
     *
     * @param threads   that will ask at the same time: nobody waits for more
     * @param onSmaller hears, in a line, that the device's memory asks for smaller calls
     */
    public LoadedModel over(LoadedModel model, int threads, Consumer<String> onSmaller) {
        return model.batching(Math.min(threads, batch == null ? model.execution().usualBatch() : batch), onSmaller);
    }
}
