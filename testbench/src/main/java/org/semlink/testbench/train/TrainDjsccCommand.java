// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djscc.DjsccNetwork;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.train.DjsccConfig;
import org.semlink.diffusion.train.DjsccRun;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.SiConverter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train djscc}: a DeepJSCC auto-encoder, the baseline that is learned end to end. */
@Command(name = "djscc", mixinStandardHelpOptions = true,
        description = "Train a DeepJSCC auto-encoder, from picture to symbols and back, to compare a model with.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink train djscc --images photos/ --validation other-photos/ --out my-djscc",
            "  semlink link --codec djscc --model my-djscc/model --ratio 1/24 --image photo.jpg",
            "  semlink train djscc --images cifar/ --crop 32 --together 1 --ratio 1/6,1/12 --out my-cifar"})
final class TrainDjsccCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private OptimiserOptions optimiser = new OptimiserOptions(4000, 1e-3, 200);

    @Mixin
    private HardLinkOptions links = new HardLinkOptions(0.1, 0.05);

    @Mixin
    private NamingOptions naming;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "16", description = "Crops a step, a multiple of --together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--crop", paramLabel = "PIXELS", defaultValue = "128", description = "Side of a crop in pixels, a multiple of 8 (default: ${DEFAULT-VALUE}).")
    private int crop;

    @Option(names = "--together", paramLabel = "N", defaultValue = "4",
            description = "Crops cut from one photo and brought to unit power together, as a whole picture is; 1 where the pictures are no larger than a crop (default: ${DEFAULT-VALUE}).")
    private int together;

    @Option(names = "--ratio", split = ",", defaultValue = "1/12,1/24,1/48,1/96", paramLabel = "1/N",
            description = "Ratios of payload symbols to source values, widest first (default: ${DEFAULT-VALUE}).")
    private List<String> ratios;

    @Option(names = "--min-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "-5", description = "Lowest link SNR trained on, dB (default: ${DEFAULT-VALUE}).")
    private double minSnrDb;

    @Option(names = "--max-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "20", description = "Highest, dB (default: ${DEFAULT-VALUE}).")
    private double maxSnrDb;

    @Option(names = "--fine", paramLabel = "N", description = "Channels at a quarter of the resolution (default: ${DEFAULT-VALUE}).")
    private int fine = DjsccNetwork.Config.DEFAULT.fine();

    @Option(names = "--width", paramLabel = "N", description = "Channels at an eighth of it (default: ${DEFAULT-VALUE}).")
    private int width = DjsccNetwork.Config.DEFAULT.width();

    @Option(names = "--encoder-blocks", paramLabel = "N", description = "Residual blocks there, before the channel (default: ${DEFAULT-VALUE}).")
    private int encoderBlocks = DjsccNetwork.Config.DEFAULT.encoderBlocks();

    @Option(names = "--decoder-blocks", paramLabel = "N", description = "Behind it (default: ${DEFAULT-VALUE}).")
    private int decoderBlocks = DjsccNetwork.Config.DEFAULT.decoderBlocks();

    @Override
    public Integer call() {
        options.check(spec);
        List<BandwidthRatio> wanted = ratios.stream().map(BandwidthRatio::parse).toList();
        DjsccConfig training = new DjsccConfig(optimiser.optimisation(options.patience()), batch, crop, together, wanted, minSnrDb, maxSnrDb,
                links.fading(), links.erasures(), new DjsccNetwork.Config(wanted.get(0).channels(DjsccNetwork.STRIDE), fine, width, encoderBlocks, decoderBlocks), options.seed());
        PrintWriter err = spec.commandLine().getErr();
        DjsccRun.Request request = new DjsccRun.Request(options.images(), options.validation(), options.out(), training, options.device());
        DjsccRun.Result result = Interruptible.run(err, DjsccRun.Result::done, DjsccRun.Result::steps,
                goOn -> DjsccRun.run(request, new TrainingConsole(common.progress(err), optimiser.steps()), goOn));
        if (!result.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        Model.save(folder, naming.name(options.out()), naming.licence(), wanted, training.sizes(), result.weights(),
                result.steps() + " steps on " + result.photos() + " photos, " + training);
        options.saved(spec, folder);
        return 0;
    }
}
