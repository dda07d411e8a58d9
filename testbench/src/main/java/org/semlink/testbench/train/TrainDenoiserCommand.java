// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.semlink.diffusion.model.FrozenCodec;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.network.UNet;
import org.semlink.diffusion.train.DenoiserConfig;
import org.semlink.diffusion.train.DenoiserRun;
import org.semlink.diffusion.train.Optimisation;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.TrustOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train denoiser}: a denoiser for the latents of a codec that stays as it is. */
@Command(name = "denoiser", mixinStandardHelpOptions = true,
        description = "Train a denoiser for a frozen codec on folders of pictures, which are encoded once beforehand.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink train denoiser --codec taef2 --images photos/ --validation other-photos/ --out my-denoiser",
            "  semlink link --model my-denoiser/model --image photo.jpg"})
final class TrainDenoiserCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private NamingOptions naming;

    @Mixin
    private TrustOption trust;

    @Option(names = "--codec", completionCandidates = Names.OfModels.class, required = true, paramLabel = "NAME|DIR|URL", description = "Model whose codec is used.")
    private String codec;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "6250", description = "Optimiser steps; may be changed when a run goes on (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "16", description = "Crops a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--crop", paramLabel = "N", defaultValue = "16", description = "Side of a crop in latent positions, even (default: ${DEFAULT-VALUE}).")
    private int crop;

    @Option(names = "--encodings", paramLabel = "N", defaultValue = "1080",
            description = "Latents to train on; above the number of photos, these are encoded again, turned (default: ${DEFAULT-VALUE}).")
    private int encodings;

    @Option(names = "--learning-rate", paramLabel = "RATE", defaultValue = "1e-3", description = "Peak learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "200", description = "Steps of linear growth (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--snr-mean", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "6", description = "Mean of the link SNRs trained on, dB (default: ${DEFAULT-VALUE}).")
    private double snrMeanDb;

    @Option(names = "--snr-deviation", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "9", description = "Deviation of those SNRs, dB (default: ${DEFAULT-VALUE}).")
    private double snrDeviationDb;

    @Option(names = "--fading", paramLabel = "SHARE", defaultValue = "0.15", description = "Share of crops under fading (default: ${DEFAULT-VALUE}).")
    private double fading;

    @Option(names = "--erasures", paramLabel = "SHARE", defaultValue = "0.08", description = "Share of crops that lose elements (default: ${DEFAULT-VALUE}).")
    private double erasures;

    @Option(names = "--fine", paramLabel = "N", defaultValue = "160", description = "Channels of the fine scale (default: ${DEFAULT-VALUE}).")
    private int fine;

    @Option(names = "--coarse", paramLabel = "N", defaultValue = "160", description = "Channels of the coarse scale (default: ${DEFAULT-VALUE}).")
    private int coarse;

    @Option(names = "--blocks", paramLabel = "N", defaultValue = "3", description = "Residual blocks a leg (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Override
    public Integer call() {
        options.check(spec);
        DenoiserConfig training = new DenoiserConfig(new Optimisation(steps, learningRate, warmup, 1, 0.999, options.patience()), batch, crop, encodings, snrMeanDb,
                snrDeviationDb, fading, erasures, new DenoiserConfig.Network(fine, coarse, blocks), options.seed());
        FrozenCodec frozen = FrozenCodec.of(ModelSource.find(codec, ModelCache.ofUser()), trust.trust());
        PrintWriter err = spec.commandLine().getErr();
        DenoiserRun.Request request = new DenoiserRun.Request(options.images(), options.validation(), options.out(), frozen, training, options.device());
        DenoiserRun.Result result = Interruptible.run(err, DenoiserRun.Result::done, DenoiserRun.Result::steps,
                goOn -> DenoiserRun.run(request, new TrainingConsole(common.progress(err), steps), goOn));
        if (!result.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        frozen.save(folder, naming.name(options.out()), naming.licence(), result.statistics(),
                new UNet.Config(result.channels(), fine, coarse, blocks), result.weights(), result.steps() + " steps on " + result.photos() + " photos, " + training);
        PrintWriter printer = spec.commandLine().getOut();
        printer.println("model saved in " + folder);
        printer.flush();
        return 0;
    }
}
