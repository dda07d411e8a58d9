// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import org.semlink.diffusion.train.Optimisation;
import picocli.CommandLine.Option;

/** How weights are moved; every training has defaults of its own. */
final class OptimiserOptions {

    private static final double CLIP_NORM = 1;
    private static final double AVERAGING = 0.999;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps; may be changed when a run goes on (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(names = "--warmup", paramLabel = "N", description = "Steps of linear growth (default: ${DEFAULT-VALUE}).")
    private int warmup;

    OptimiserOptions(int steps, double learningRate, int warmup) {
        this.steps = steps;
        this.learningRate = learningRate;
        this.warmup = warmup;
    }

    int steps() {
        return steps;
    }

    /** @param patience as {@link TrainingOptions#patience} has it */
    Optimisation optimisation(int patience) {
        return new Optimisation(steps, learningRate, warmup, CLIP_NORM, AVERAGING, patience);
    }
}
