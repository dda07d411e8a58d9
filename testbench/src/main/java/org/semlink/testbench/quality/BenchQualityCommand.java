// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.PictureReader;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.testbench.quality.QualityBench.Sample;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench quality}: a model against the linear line over a folder of pictures. */
@Command(name = "quality", mixinStandardHelpOptions = true,
        description = "Mean PSNR and latent error over pictures, against the linear line at the same bandwidth and true SNR (AWGN).",
        footer = {"", "Example:", "  semlink bench quality --images bsds500/val --snr 0,5,10,15,20"})
public final class BenchQualityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "Folder of pictures.")
    private Path images;

    @Option(names = "--snr", split = ",", paramLabel = "DB", defaultValue = "0,5,10,15,20", description = "SNRs in dB (default: ${DEFAULT-VALUE}).")
    private List<Double> snrsDb;

    @Option(names = "--limit", paramLabel = "N", description = "Use only N pictures, evenly spread (default: all).")
    private Integer limit;

    @Option(names = "--model", defaultValue = Model.DEFAULT, description = "Model name or folder (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--sampler", defaultValue = "posterior-mean", description = "Sampler (default: ${DEFAULT-VALUE}).")
    private String sampler;

    @Option(names = "--steps", defaultValue = "1", description = "Denoiser evaluations (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--device", defaultValue = "auto", description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (steps < 1 || (steps != 1 && sampler.equals("posterior-mean"))) {
            throw SemlinkException.input("--steps must be %s with the sampler %s, got %d",
                    sampler.equals("posterior-mean") ? "1" : "at least 1", sampler, steps);
        }
        List<Picture> pictures = pictures();
        PrintWriter out = spec.commandLine().getOut();
        Sampler chosen = Sampler.REGISTRY.get(sampler);
        try (Compute compute = Compute.open(device); Model loaded = Model.open(model, compute)) {
            QualityBench bench = new QualityBench(loaded.codec(), loaded.denoiser(), loaded.schedule(), loaded.linearLine(), chosen, steps, seed);
            out.printf(Locale.ROOT, "model %s (%.12s), %s x %d on %s, %d pictures of %s, k/n = 1/12 payload, AWGN, true SNR%n", loaded.name(),
                    loaded.sha256(), sampler, steps, compute.device(), pictures.size(), images);
            out.println("mean per-picture PSNR in dB, [95 % bootstrap interval]; latent NMSE of the means in dB");
            out.println(" SNR   linear  no denoising  shrinkage  denoised  gain over linear        ceiling | predicted received shrinkage denoised");
            for (double snrDb : snrsDb) {
                print(out, snrDb, bench.measure(pictures, snrDb));
            }
        }
        return 0;
    }

    private static void print(PrintWriter out, double snrDb, List<Sample> s) {
        Mean gain = Mean.of(s, sample -> sample.denoised() - sample.linear());
        out.printf(Locale.ROOT, "%5.1f %6.2f  %12.2f  %9.2f  %8.2f  %+5.2f [%+5.2f, %+5.2f]  %7.2f        | %9.2f %8.2f %9.2f %8.2f%n", snrDb,
                mean(s, Sample::linear), mean(s, Sample::received), mean(s, Sample::shrunk), mean(s, Sample::denoised),
                gain.value(), gain.low(), gain.high(), mean(s, Sample::ceiling), Snr.toDb(mean(s, Sample::predicted)),
                Snr.toDb(mean(s, Sample::receivedNmse)), Snr.toDb(mean(s, Sample::shrunkNmse)), Snr.toDb(mean(s, Sample::denoisedNmse)));
        out.flush();
    }

    private static double mean(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).average().orElseThrow();
    }

    private List<Picture> pictures() {
        if (!Files.isDirectory(images)) {
            throw SemlinkException.input("--images needs a folder of pictures, %s is none", images);
        }
        if (limit != null && limit < 1) {
            throw SemlinkException.input("--limit must be at least 1, got %d", limit);
        }
        try (Stream<Path> listed = Files.list(images)) {
            List<Path> files = listed.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|bmp|gif|tiff?|webp)"))
                    .sorted().toList();
            if (files.isEmpty()) {
                throw SemlinkException.input("no picture in %s; give a folder that holds PNG, JPEG, BMP, GIF, TIFF or WebP files", images);
            }
            int count = limit == null ? files.size() : Math.min(limit, files.size());
            List<Picture> pictures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Path file = files.get(i * files.size() / count);
                Picture picture = PictureReader.read(file);
                if (Math.min(picture.width(), picture.height()) < 8) {
                    throw SemlinkException.input("picture %s is %dx%d; the bench needs at least one block of 8x8", file, picture.width(),
                            picture.height());
                }
                pictures.add(picture);
            }
            return pictures;
        } catch (IOException e) {
            throw SemlinkException.input("cannot list the folder %s", images).causedBy(e);
        }
    }
}
