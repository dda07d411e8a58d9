// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.image.PictureSource;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.testbench.baseline.Baselines;
import org.semlink.testbench.cli.CodecOptions;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.DeviceOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.RefineOption;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.TrustOption;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.quality.QualityBench.Contender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench quality}: a model against the linear line over a folder of pictures. */
@Command(name = "quality", mixinStandardHelpOptions = true,
        description = "Quality and latent error over pictures, against the linear line and other codecs at the same bandwidth and true SNR (AWGN).",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench quality --images bsds500/val --snr 0,5,10,15,20",
            "  semlink bench quality --images photos --codec softcast,jpeg-qpsk,jpeg-ideal,webp-ideal --lpips lpips.safetensors"})
public final class BenchQualityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "Folder of pictures, or a picture; with #WxH behind it every row of pixels is a picture of its own (CIFAR-10: cifar10#32x32).")
    private Path images;

    @Option(names = "--snr", split = ",", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "0,5,10,15,20", description = "SNRs in dB (default: ${DEFAULT-VALUE}).")
    private List<Double> snrsDb;

    @Option(names = "--limit", paramLabel = "N", description = "Use only N pictures, evenly spread (default: all).")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--model", completionCandidates = Names.OfModels.class, paramLabel = "NAME|DIR|URL", defaultValue = Model.DEFAULT, description = "Model name or folder (default: ${DEFAULT-VALUE}).")
    private String model;

    @Mixin
    private TrustOption trust;

    @Option(names = "--sampler", completionCandidates = Names.OfSamplers.class, paramLabel = "SAMPLER", defaultValue = "posterior-mean", description = "Sampler (default: ${DEFAULT-VALUE}).")
    private String sampler;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "1", description = "Denoiser evaluations (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin
    private DeviceOptions device;

    @Option(names = "--codec", completionCandidates = Names.OfCodecs.class, split = ",", paramLabel = "NAME",
            description = "What to measure beside the model and the linear line, separated by commas: mmse, softcast, djscc, jpeg-qpsk, jpeg-16qam, "
                    + "jpeg-ideal (capacity of that SNR), webp-qpsk, webp-16qam, webp-ideal.")
    private List<String> codecs = List.of();

    @Option(names = "--ratio", paramLabel = "1/N", description = "Payload symbols per source value of all schemes: the model's own, or one of its "
            + "bandwidth module's (default: the model's own).")
    private String ratio;

    @Mixin
    private RefineOption refine;

    @Option(names = "--lpips", paramLabel = "FILE", description = "Weights of LPIPS, see README.md. Default: what SEMLINK_LPIPS names, else no LPIPS.")
    private Path lpips;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of all noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (steps < 1 || (steps != 1 && sampler.equals("posterior-mean"))) {
            throw SemlinkException.input("--steps must be %s with the sampler %s, got %d",
                    sampler.equals("posterior-mean") ? "1" : "at least 1", sampler, steps);
        }
        codecs.forEach(Baselines.REGISTRY::get);
        refine.check();
        List<Picture> pictures = pictures();
        PrintWriter out = json.text(spec.commandLine().getOut());
        Sampler chosen = Sampler.REGISTRY.get(sampler);
        try (Interruption interruption = new Interruption(); LoadedModel loaded = open(model);
                PictureMetrics metrics = PictureMetrics.open(Optional.ofNullable(lpips), device.device())) {
            SoftCast line = loaded.linearLine().orElseThrow(() -> SemlinkException.input(
                    "bench quality compares with the linear line over the model's block transform, and '%s' has none", loaded.name()));
            BandwidthRatio at = ratio == null ? loaded.bandwidth().own() : CodecOptions.known(BandwidthRatio.parse(ratio), loaded);
            LoadedModel sender = refine.over(loaded, at);
            QualityBench bench = new QualityBench(new Contender(sender.codec(), loaded.denoiser(chosen), loaded.schedule(), chosen, steps,
                    loaded.bandwidth(), at), line.keeping(Baselines.channels(at)), metrics, seed);
            out.printf(Locale.ROOT, "model %s (%.12s), %s x %d on %s in %s, %d pictures of %s, k/n = %s payload, %d steps of refinement, AWGN, "
                    + "true SNR; means with their 95 %% intervals over pictures%n", loaded.name(), loaded.sha256(), sampler, steps, loaded.execution().device(),
                    loaded.execution().precision(), pictures.size(), images, at, sender.execution().refine());
            List<Map<String, Object>> levels = new ArrayList<>();
            boolean whole = interruption.finished(() -> snrsDb.forEach(snrDb -> {
                List<QualityBench.Sample> samples = measure(bench, at, pictures, snrDb, interruption);
                QualityTable.print(out, snrDb, samples);
                levels.add(QualityTable.figures(snrDb, samples));
            }));
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("model", loaded.name(), "sha256", loaded.sha256(), "sampler", sampler, "steps", steps,
                        "refine", sender.execution().refine(), "pictures", pictures.size(), "bandwidth_ratio", at.toString(), "seed", seed, "levels", levels));
            }
            return whole ? 0 : Interruption.end(spec.commandLine().getErr(), levels.size() + " of " + snrsDb.size() + " SNRs were measured; all again",
                    Invocation.of(spec));
        }
    }

    private LoadedModel open(String name) {
        return LoadedModel.open(name, device.device(), device.precision(), trust.trust());
    }

    private List<QualityBench.Sample> measure(QualityBench bench, BandwidthRatio at, List<Picture> pictures, double snrDb, Interruption interruption) {
        Map<String, LoadedModel> opened = new LinkedHashMap<>();
        try {
            Map<String, Contender> others = new LinkedHashMap<>();
            for (String codec : codecs) {
                LoadedModel other = Baselines.REGISTRY.get(codec).open(new Baselines.Setting(model, this::open, Snr.fromDb(snrDb), Baselines.channels(at)));
                opened.put(codec, other);
                others.put(codec, new Contender(other.codec(), other.denoiser(), other.schedule(), Sampler.REGISTRY.get("posterior-mean"), 1,
                        other.bandwidth(), CodecOptions.known(at, other)));
            }
            return bench.measure(pictures, snrDb, others, interruption::check);
        } finally {
            opened.values().forEach(LoadedModel::close);
        }
    }

    private List<Picture> pictures() {
        if (limit < 1) {
            throw SemlinkException.input("--limit must be at least 1, got %d", limit);
        }
        List<Picture> pictures = PictureSource.of(images).spread(limit);
        for (Picture picture : pictures) {
            if (Math.min(picture.width(), picture.height()) < 8) {
                throw SemlinkException.input("a picture of %s is %dx%d; the bench needs at least one block of 8x8", images, picture.width(),
                        picture.height());
            }
        }
        return pictures;
    }
}
