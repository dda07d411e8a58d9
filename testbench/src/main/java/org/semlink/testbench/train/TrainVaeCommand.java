// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.train.TrainedWeights;
import org.semlink.diffusion.train.TrainingConfig;
import org.semlink.diffusion.train.TrainingRun;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train vae}: VAE and denoiser together, through the noisy link, on folders of pictures. */
@Command(name = "vae", mixinStandardHelpOptions = true,
        description = "Train a codec and its denoiser on folders of pictures; run the same command again to go on after an interruption.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink train vae --images photos/ --validation other-photos/ --out my-training --steps 9000",
            "  semlink link --model my-training/model --image photo.jpg"})
final class TrainVaeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private NamingOptions naming;

    @Option(names = "--channels", paramLabel = "N", description = "Latent channels, even: k/n is 1/384 of them (default: ${DEFAULT-VALUE}, k/n = 1/12).")
    private int channels = TrainingConfig.DEFAULT.channels();

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps (default: ${DEFAULT-VALUE}).")
    private int steps = TrainingConfig.DEFAULT.steps();

    @Option(names = "--batch", paramLabel = "N", description = "Crops a step (default: ${DEFAULT-VALUE}).")
    private int batch = TrainingConfig.DEFAULT.batch();

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Side of a crop in pixels, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int crop = TrainingConfig.DEFAULT.crop();

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate = TrainingConfig.DEFAULT.learningRate();

    @Override
    public Integer call() {
        options.check(spec);
        TrainingConfig d = TrainingConfig.DEFAULT;
        TrainingConfig training = new TrainingConfig(channels, steps, batch, crop, learningRate, Math.min(d.warmup(), steps / 5), d.clipNorm(),
                d.averaging(), d.klWeight(), d.latentWeight(), d.minSnrDb(), d.maxSnrDb(), options.seed());
        PrintWriter err = spec.commandLine().getErr();
        TrainedWeights weights = Interruptible.run(err, TrainedWeights::done, TrainedWeights::steps, goOn -> TrainingRun.run(
                new TrainingRun.Request(options.images(), options.validation(), options.out(), training, options.device(), options.patience()),
                new TrainingConsole(common.progress(err), steps), goOn));
        if (!weights.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        Model.save(folder, naming.name(options.out()), naming.licence(), channels, weights.vae(), weights.denoiser(),
                weights.steps() + " steps on " + weights.photos() + " photos, " + training);
        options.saved(spec, folder);
        return 0;
    }
}
