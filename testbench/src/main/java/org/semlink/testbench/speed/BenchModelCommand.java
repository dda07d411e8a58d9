// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.MatrixRate;
import org.semlink.codec.djl.Precision;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.train.TrainingSpeed;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.TrustOption;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench model}: throughput of a model's networks on a device, beside what the device computes at most. */
@Command(name = "model", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Throughput of a model's encoder, denoiser and decoder on a device, and their share of what the device computes in a large matrix product.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench model", "  semlink bench model --device gpu --precision fp32,fp16", "  semlink bench model --size 128x128 --batch 1,8 --train"})
public final class BenchModelCommand implements Callable<Integer> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(names = "--model", completionCandidates = Names.OfModels.class, paramLabel = "NAME|DIR|URL", defaultValue = Model.DEFAULT,
            description = "Model name or folder (default: ${DEFAULT-VALUE}).")
    private String model;

    @Mixin
    private TrustOption trust;

    @Option(names = "--device", completionCandidates = Names.OfDevices.class, paramLabel = "DEVICE", defaultValue = "auto",
            description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--precision", completionCandidates = Names.OfPrecisions.class, split = ",", paramLabel = "PRECISION", defaultValue = "fp32",
            description = "fp32, fp16, or both (default: ${DEFAULT-VALUE}).")
    private List<String> precisions;

    @Option(names = "--size", paramLabel = "WxH", defaultValue = "768x512", description = "Of the pictures, in pixels (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(names = "--batch", split = ",", paramLabel = "N", defaultValue = "1,2,4,8,16",
            description = "Pictures in a call of the denoiser (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--round", paramLabel = "S", defaultValue = "1", description = "Length of each measurement in seconds (default: ${DEFAULT-VALUE}).")
    private double roundS;

    @Option(names = "--train", description = "Also a training step of the default denoiser: 16 crops of 16x16 latent positions, fp32.")
    private boolean train;

    /**
     * What was measured in one precision, in operations per second and rows.
     *
     * @param trainingStepMs median, where it was asked for
     * @param rows           so far
     */
    private record Measured(String device, Precision precision, double product, double convolution, Optional<Double> trainingStepMs,
            List<ModelSpeed.Row> rows) {
    }

    @Override
    public Integer call() {
        Matcher sides = SIZE.matcher(size);
        if (!sides.matches() || Integer.parseInt(sides.group(1)) < 8 || Integer.parseInt(sides.group(2)) < 8) {
            throw SemlinkException.input("--size must be WIDTHxHEIGHT, both at least 8, got '%s'", size);
        }
        if (batches.stream().anyMatch(batch -> batch < 1 || batch > 1024)) {
            throw SemlinkException.input("--batch must list numbers from 1 to 1024, got %s", batches);
        }
        if (!(roundS >= 1e-3 && roundS <= 3600)) {
            throw SemlinkException.input("--round must be from 1m to 3600 seconds, got %s", roundS);
        }
        List<Precision> wanted = precisions.stream().map(Precision.REGISTRY::get).toList();
        List<Measured> all = new ArrayList<>();
        PrintWriter out = json.text(spec.commandLine().getOut());
        try (Interruption interruption = new Interruption()) {
            boolean whole = interruption.finished(() -> wanted.forEach(precision -> measure(precision, Integer.parseInt(sides.group(1)),
                    Integer.parseInt(sides.group(2)), all, out, interruption::check)));
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("model", model, "size", size, "results",
                        all.stream().map(BenchModelCommand::json).toList()));
            }
            int rows = all.stream().mapToInt(one -> one.rows.size()).sum();
            return whole ? 0 : Interruption.end(spec.commandLine().getErr(), rows + " rows were measured; all again", Invocation.of(spec));
        }
    }

    /** Adds to {@code all}, and prints each row as it comes; {@code check} ends it. */
    private void measure(Precision precision, int width, int height, List<Measured> all, PrintWriter out, Runnable check) {
        try (LoadedModel loaded = LoadedModel.open(model, device, precision, trust.trust())) {
            Measured measured = device(precision, check);
            all.add(measured);
            header(measured, out);
            new ModelSpeed(loaded, width, height, roundS, check).measure(batches, row -> {
                measured.rows.add(row);
                print(row, measured.product, out);
                check.run();
            });
            measured.trainingStepMs.ifPresent(ms -> out.printf(Locale.ROOT, "training step of the default denoiser, 16 crops of 16x16: %.2f ms%n", ms));
            out.println();
            out.flush();
        }
    }

    /** What the device computes, whatever the model. */
    private Measured device(Precision precision, Runnable check) {
        try (Compute compute = Compute.open(device, precision)) {
            double product = MatrixRate.product(compute, roundS);
            check.run();
            double convolution = MatrixRate.convolution(compute, roundS);
            check.run();
            Optional<Double> trainingStepMs = train && precision == Precision.FP32
                    ? Optional.of(ModelSpeed.medianMs(TrainingSpeed.steps(compute, 16, 16, roundS))) : Optional.empty();
            check.run();
            return new Measured(compute.device(), precision, product, convolution, trainingStepMs, new ArrayList<>());
        }
    }

    private void header(Measured m, PrintWriter out) {
        out.printf(Locale.ROOT, "%s on %s in %s, pictures of %s: a large matrix product %.1f GFLOP/s, a large 3x3 convolution %.1f%n", model, m.device, m.precision,
                size, m.product / 1e9, m.convolution / 1e9);
        out.printf(Locale.ROOT, "%-10s %5s %12s %12s %16s %10s %16s%n", "", "batch", "ms/picture", "pictures/s", "GFLOP/picture", "GFLOP/s", "of the product");
        out.flush();
    }

    private static void print(ModelSpeed.Row row, double product, PrintWriter out) {
        String known = row.pictureFlops() == 0 ? "               -          -                -" : String.format(Locale.ROOT, "%16.2f %10.1f %14.0f %%",
                row.pictureFlops() / 1e9, row.flopsPerSecond() / 1e9, 100 * row.flopsPerSecond() / product);
        out.printf(Locale.ROOT, "%-10s %5d %12.2f %12.2f %s%n", row.network(), row.batch(), row.pictureMs(), 1e3 / row.pictureMs(), known);
        out.flush();
    }

    private static Map<String, Object> json(Measured m) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("device", m.device);
        node.put("precision", m.precision.toString());
        node.put("matrix_product_flops_per_s", m.product);
        node.put("convolution_flops_per_s", m.convolution);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ModelSpeed.Row row : m.rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("network", row.network());
            one.put("batch", row.batch());
            one.put("ms_per_picture", row.pictureMs());
            one.put("pictures_per_s", 1e3 / row.pictureMs());
            one.put("flops_per_picture", row.pictureFlops() == 0 ? null : row.pictureFlops());
            rows.add(one);
        }
        node.put("networks", rows);
        node.put("training_step_ms", m.trainingStepMs.orElse(null));
        return node;
    }
}
