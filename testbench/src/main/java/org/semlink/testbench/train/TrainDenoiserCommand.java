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
    private OptimiserOptions optimiser = new OptimiserOptions(6250, 1e-3, 200);

    @Mixin
    private LatentCropOptions crops = new LatentCropOptions(16, 16);

    @Mixin
    private HardLinkOptions links = new HardLinkOptions(0.15, 0.08);

    @Mixin
    private NamingOptions naming;

    @Mixin
    private TrustOption trust;

    @Option(names = "--codec", completionCandidates = Names.OfModels.class, required = true, paramLabel = "NAME|DIR|URL", description = "Model whose codec is used.")
    private String codec;

    @Option(names = "--snr-mean", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "6", description = "Mean of the link SNRs trained on, dB (default: ${DEFAULT-VALUE}).")
    private double snrMeanDb;

    @Option(names = "--snr-deviation", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "9", description = "Deviation of those SNRs, dB (default: ${DEFAULT-VALUE}).")
    private double snrDeviationDb;

    @Option(names = "--fine", paramLabel = "N", defaultValue = "160", description = "Channels of the fine scale (default: ${DEFAULT-VALUE}).")
    private int fine;

    @Option(names = "--coarse", paramLabel = "N", defaultValue = "160", description = "Channels of the coarse scale (default: ${DEFAULT-VALUE}).")
    private int coarse;

    @Option(names = "--blocks", paramLabel = "N", defaultValue = "3", description = "Residual blocks a leg (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Override
    public Integer call() {
        options.check(spec);
        DenoiserConfig training = new DenoiserConfig(optimiser.optimisation(options.patience()), crops.batch(), crops.crop(), crops.encodings(), snrMeanDb,
                snrDeviationDb, links.fading(), links.erasures(), new DenoiserConfig.Network(fine, coarse, blocks), options.seed());
        FrozenCodec frozen = FrozenCodec.of(ModelSource.find(codec, ModelCache.ofUser()), trust.trust());
        PrintWriter err = spec.commandLine().getErr();
        DenoiserRun.Request request = new DenoiserRun.Request(options.images(), options.validation(), options.out(), frozen, training, options.device());
        DenoiserRun.Result result = Interruptible.run(err, DenoiserRun.Result::done, DenoiserRun.Result::steps,
                goOn -> DenoiserRun.run(request, new TrainingConsole(common.progress(err), optimiser.steps()), goOn));
        if (!result.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        frozen.save(folder, naming.name(options.out()), naming.licence(), result.statistics(),
                new UNet.Config(result.channels(), fine, coarse, blocks), result.weights(), result.steps() + " steps on " + result.photos() + " photos, " + training);
        options.saved(spec, folder);
        return 0;
    }
}
