// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.diffusion.model.FrozenCodec;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.train.BandwidthConfig;
import org.semlink.diffusion.train.BandwidthRun;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.TrustOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train bandwidth}: down- and up-sampler around the channel for the latents of a codec that stays as it is. */
@Command(name = "bandwidth", mixinStandardHelpOptions = true,
        description = "Train a bandwidth module for a model, whose codec and denoiser stay as they are.",
        footer = {"", "Example:", "  semlink train bandwidth --model base --images photos/ --validation other-photos/ --out my-module",
            "  semlink link --model my-module/model --ratio 1/48 --image photo.jpg"})
final class TrainBandwidthCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private OptimiserOptions optimiser = new OptimiserOptions(4000, 1e-3, 200);

    @Mixin
    private LatentCropOptions crops = new LatentCropOptions(8, 24);

    @Mixin
    private HardLinkOptions links = new HardLinkOptions(0.15, 0.05);

    @Mixin
    private TrustOption trust;

    @Option(names = "--model", defaultValue = Model.DEFAULT, paramLabel = "NAME|DIR|URL",
            description = "Model that the module is for (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--ratio", split = ",", defaultValue = "1/24,1/48,1/96", paramLabel = "1/N",
            description = "Ratios of payload symbols to source values that the module is to know, widest first (default: ${DEFAULT-VALUE}).")
    private List<String> ratios;

    @Option(names = "--min-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "-5", description = "Lowest link SNR trained on, dB (default: ${DEFAULT-VALUE}).")
    private double minSnrDb;

    @Option(names = "--max-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "20", description = "Highest, dB (default: ${DEFAULT-VALUE}).")
    private double maxSnrDb;

    @Option(names = "--prior-weight", paramLabel = "WEIGHT", defaultValue = "0.1", description = "Weight l1 of the divergence from the prior (default: ${DEFAULT-VALUE}).")
    private double priorWeight;

    @Option(names = "--teacher-weight", paramLabel = "WEIGHT", defaultValue = "0.1",
            description = "Weight l2 of the divergence from the diffusion's own noisy latent (default: ${DEFAULT-VALUE}).")
    private double teacherWeight;

    @Option(names = "--denoised-weight", paramLabel = "WEIGHT", defaultValue = "1",
            description = "Weight of the error that the model's denoiser leaves behind the up-sampler; 0 trains without it, twice as fast, and then the denoiser "
                    + "gains nothing (default: ${DEFAULT-VALUE}).")
    private double denoisedWeight;

    @Option(names = "--down-width", paramLabel = "N", defaultValue = "96", description = "Channels of the down-sampler (default: ${DEFAULT-VALUE}).")
    private int downWidth;

    @Option(names = "--down-blocks", paramLabel = "N", defaultValue = "2", description = "Its residual blocks (default: ${DEFAULT-VALUE}).")
    private int downBlocks;

    @Option(names = "--up-width", paramLabel = "N", defaultValue = "128", description = "Channels of the up-sampler (default: ${DEFAULT-VALUE}).")
    private int upWidth;

    @Option(names = "--up-blocks", paramLabel = "N", defaultValue = "4", description = "Its residual blocks (default: ${DEFAULT-VALUE}).")
    private int upBlocks;

    @Override
    public Integer call() {
        options.check(spec);
        List<BandwidthRatio> narrower = ratios.stream().map(BandwidthRatio::parse).toList();
        BandwidthConfig training = new BandwidthConfig(optimiser.optimisation(options.patience()), crops.batch(), crops.crop(), crops.encodings(), narrower,
                minSnrDb, maxSnrDb, links.fading(), links.erasures(), priorWeight, teacherWeight, denoisedWeight,
                new BandwidthConfig.Network(downWidth, downBlocks, upWidth, upBlocks), options.seed());
        FrozenCodec frozen = FrozenCodec.of(ModelSource.find(model, ModelCache.ofUser()), trust.trust());
        PrintWriter err = spec.commandLine().getErr();
        BandwidthRun.Request request = new BandwidthRun.Request(options.images(), options.validation(), options.out(), frozen, training, options.device());
        BandwidthRun.Result result = Interruptible.run(err, BandwidthRun.Result::done, BandwidthRun.Result::steps,
                goOn -> BandwidthRun.run(request, new TrainingConsole(common.progress(err), optimiser.steps()), goOn));
        if (!result.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        frozen.save(folder, narrower, result.sizes(), result.weights());
        options.saved(spec, folder);
        return 0;
    }
}
