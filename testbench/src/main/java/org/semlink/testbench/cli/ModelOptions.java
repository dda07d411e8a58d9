// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.ReceiverSettings;
import picocli.CommandLine.Option;

/** Which model denoises, how, and on which device. */
public final class ModelOptions {

    @Option(names = "--model", paramLabel = "NAME|DIR",
            description = "Built-in model, or a folder made by 'semlink train'. 'linear': block transform and Gaussian prior, no network. "
                    + "Default: ${DEFAULT-VALUE}")
    private String model = Model.DEFAULT;

    @Option(names = "--sampler", paramLabel = "NAME",
            description = "posterior-mean (least squared error), ddim or ddpm (sampled, more natural texture). Default: ${DEFAULT-VALUE}")
    private String sampler = "posterior-mean";

    @Option(names = "--steps", paramLabel = "N", description = "Network evaluations of the sampler. Default: 1 for posterior-mean, else 10")
    private Integer steps;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    public String model() {
        return model;
    }

    public String samplerName() {
        return sampler;
    }

    /** The sampler; an unknown name is an input error. */
    public Sampler sampler() {
        return Sampler.REGISTRY.get(sampler);
    }

    /** Network evaluations, at least 1. */
    public int steps() {
        boolean oneStep = sampler.equals("posterior-mean");
        if (steps != null && steps < 1) {
            throw SemlinkException.input("--steps must be at least 1, got %d", steps);
        }
        if (steps != null && oneStep && steps != 1) {
            throw SemlinkException.input("--steps must be 1 with the sampler posterior-mean, got %d; use --sampler ddim or ddpm", steps);
        }
        return steps != null ? steps : oneStep ? 1 : 10;
    }

    public String device() {
        return device;
    }

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        sampler();
        steps();
    }

    /** What a receiver with this model denoises with. */
    public ReceiverSettings settings(LoadedModel model) {
        return new ReceiverSettings(model.codec(), ContentHash.modelId(model.sha256()), model.denoiser(), model.schedule(),
                new AnalyticTimestepMap(model.schedule()), sampler, sampler(), steps());
    }
}
