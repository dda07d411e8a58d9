// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.semlink.diffusion.model.FrozenCodec;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.train.ConsistencyConfig;
import org.semlink.diffusion.train.ConsistencyRun;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.TrustOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train consistency}: a student that makes in one or two steps what its teacher's many make. */
@Command(name = "consistency", mixinStandardHelpOptions = true,
        description = "Distil a model's denoiser into a consistency student, which samples in one or two steps.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink train consistency --model taef2 --images photos/ --validation other-photos/ --out my-student",
            "  semlink link --model my-student/model --sampler consistency --steps 2 --image photo.jpg"})
final class TrainConsistencyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private OptimiserOptions optimiser = new OptimiserOptions(3000, 2e-4, 100);

    @Mixin
    private LatentCropOptions crops = new LatentCropOptions(16, 16);

    @Mixin
    private HardLinkOptions links = new HardLinkOptions(0.15, 0.08);

    @Mixin
    private TrustOption trust;

    @Option(names = "--model", completionCandidates = Names.OfModels.class, defaultValue = Model.DEFAULT, paramLabel = "NAME|DIR|URL",
            description = "Model whose denoiser is the teacher (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--min-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "-10", description = "Noisiest level of the trajectory, dB (default: ${DEFAULT-VALUE}).")
    private double minSnrDb;

    @Option(names = "--max-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "30",
            description = "Cleanest level, dB; beyond it the teacher's word is the end (default: ${DEFAULT-VALUE}).")
    private double maxSnrDb;

    @Option(names = "--levels", paramLabel = "N", defaultValue = "16", description = "Parts of equal length in dB that the trajectory is divided into (default: ${DEFAULT-VALUE}).")
    private int levels;

    @Option(names = "--target-averaging", paramLabel = "DECAY", defaultValue = "0.95", description = "Decay of the target network, a moving average of the student (default: ${DEFAULT-VALUE}).")
    private double targetAveraging;

    @Override
    public Integer call() {
        options.check(spec);
        ConsistencyConfig training = new ConsistencyConfig(optimiser.optimisation(options.patience()), crops.batch(), crops.crop(), crops.encodings(), minSnrDb, maxSnrDb,
                levels, targetAveraging, links.fading(), links.erasures(), options.seed());
        FrozenCodec frozen = FrozenCodec.of(ModelSource.find(model, ModelCache.ofUser()), trust.trust());
        PrintWriter err = spec.commandLine().getErr();
        ConsistencyRun.Request request = new ConsistencyRun.Request(options.images(), options.validation(), options.out(), frozen, training, options.device());
        ConsistencyRun.Result result = Interruptible.run(err, ConsistencyRun.Result::done, ConsistencyRun.Result::steps,
                goOn -> ConsistencyRun.run(request, new TrainingConsole(common.progress(err), optimiser.steps()), goOn));
        if (!result.done()) {
            return Interruptible.EXIT_CODE;
        }
        Path folder = options.out().resolve("model");
        frozen.saveStudent(folder, result.weights());
        options.saved(spec, folder);
        return 0;
    }
}
