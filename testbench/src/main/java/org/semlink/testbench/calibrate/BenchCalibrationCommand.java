// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.LinkCalibration;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.ModelOptions;
import org.semlink.testbench.cli.NamedPicture;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.WaveformOptions;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.quality.Mean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench calibration}: what a calibration is worth on pictures and levels that it has not seen. */
@Command(name = "calibration", mixinStandardHelpOptions = true,
        description = "What the timestep chosen from the estimated SNR costs against the best one of those tried, with a calibration and without; "
                + "exit code 1 where the calibrated cost is above its limit. The best one is that of the level, over all pictures; each "
                + "picture's own best, which no receiver can know, is printed beside it.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench calibration --radio sim:profile=hackrf --calibration hackrf.json --image photos/*.jpg"})
public final class BenchCalibrationCommand implements Callable<Integer> {

    private static final double PSNR_LIMIT_DB = 0.05;
    private static final double LPIPS_LIMIT = 0.002;
    private static final double PREDICTION_LIMIT_DB = 0.2;
    private static final double REACH_DB = 4;
    private static final double STEP_DB = 0.5;
    /** Numbers that no calibration uses for its own pictures. */
    private static final int FIRST_NUMBER = 100_000;

    @Option(names = "--radio", completionCandidates = Names.OfRadios.class, paramLabel = "RADIO", description = "Radio for both directions. Default: ${DEFAULT-VALUE}")
    private String radio = "sim:";

    @Option(names = "--calibration", required = true, paramLabel = "FILE", description = "The calibration to judge.")
    private Path file;

    @Option(names = "--image", arity = "1..*", required = true, paramLabel = "FILE", description = "Pictures that it was not made with.")
    private List<Path> images;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Pictures are cut to squares of this side. Default: ${DEFAULT-VALUE}")
    private int size = 160;

    @Option(names = "--snr", split = ",", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "-5,0,5,10,15,20,25",
            description = "Levels in dB (default: ${DEFAULT-VALUE}).")
    private List<Double> levelsDb;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}")
    private long seed = 2;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private WaveformOptions waveformOptions;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        modelOptions.check();
        Waveform waveform = waveformOptions.waveform();
        Calibration calibration = CalibrationFile.read(file);
        LinkCalibration link = calibration.link()
                .orElseThrow(() -> SemlinkException.input("calibration %s has too few points; calibrate again", file));
        List<Picture> pictures = NamedPicture.read(images).stream().map(named -> named.picture().middle(size)).toList();
        PrintWriter out = spec.commandLine().getOut();
        try (LoadedModel model = modelOptions.open(); PictureMetrics metrics = modelOptions.metrics()) {
            Line line = new Line(modelOptions.settings(model, new AnalyticTimestepMap(model.schedule())), waveform);
            CalibrationBench bench = new CalibrationBench(Ladder.of(radio, null), calibration, link,
                    new TimestepSweeps(line, offsets(), metrics.byName(), seed));
            out.printf(Locale.ROOT, "%s over %s, %d pictures of %d pixels; mean [95 %% bootstrap interval]%n", file, radio, pictures.size(), size);
            out.println("  SNR  PSNR lost, dB: calibrated      analytic        each's own    LPIPS lost: calibrated         analytic"
                    + "          each's own    predicted - received error, dB: calibrated, analytic");
            boolean passed = true;
            for (int i = 0; i < levelsDb.size(); i++) {
                passed &= print(out, levelsDb.get(i), bench.measure(levelsDb.get(i), pictures, FIRST_NUMBER + i * pictures.size()));
            }
            out.printf(Locale.ROOT, "asked: at most %s dB, %s, and %s dB either way: %s%n", PSNR_LIMIT_DB, LPIPS_LIMIT, PREDICTION_LIMIT_DB,
                    passed ? "met" : "NOT met");
            out.flush();
            return passed ? 0 : 1;
        }
    }

    private static double[] offsets() {
        List<Double> offsets = new ArrayList<>();
        for (double at = -REACH_DB; at <= REACH_DB; at += STEP_DB) {
            offsets.add(at);
        }
        return offsets.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean print(PrintWriter out, double levelDb, List<CalibrationBench.Sample> samples) {
        if (samples.isEmpty()) {
            out.printf(Locale.ROOT, "%5.1f  nothing arrived%n", levelDb);
            return true;
        }
        double received = mean(samples, CalibrationBench.Sample::received);
        double gap = Snr.toDb(mean(samples, CalibrationBench.Sample::predicted) / received);
        double analyticGap = Snr.toDb(mean(samples, CalibrationBench.Sample::analytic) / received);
        out.printf(Locale.ROOT, "%5.1f  ", levelDb);
        boolean passed = lost(out, samples.stream().map(CalibrationBench.Sample::psnr).toList(), 3) <= PSNR_LIMIT_DB
                && Math.abs(gap) <= PREDICTION_LIMIT_DB;
        if (samples.stream().allMatch(s -> s.lpips().isPresent())) {
            passed &= lost(out, samples.stream().map(s -> s.lpips().orElseThrow()).toList(), 4) <= LPIPS_LIMIT;
        } else {
            out.print("no LPIPS weights");
        }
        out.printf(Locale.ROOT, "  %+6.2f %+6.2f%s%n", gap, analyticGap, passed ? "" : "  NOT met");
        out.flush();
        return passed;
    }

    /** Prints what was lost at a level; with the calibration, against the level's best timestep, it is returned. */
    private static double lost(PrintWriter out, List<CalibrationBench.Loss> losses, int digits) {
        double best = CalibrationBench.best(losses);
        Mean calibrated = Mean.of(losses, loss -> loss.aboveLevel(loss.calibrated(), best));
        Mean analytic = Mean.of(losses, loss -> loss.aboveLevel(loss.analytic(), best));
        Mean own = Mean.of(losses, loss -> loss.abovePicture(loss.calibrated()));
        out.printf(Locale.ROOT, "%s  %s  %." + digits + "f  ", text(calibrated, digits), text(analytic, digits), own.value());
        return calibrated.value();
    }

    private static String text(Mean mean, int digits) {
        String number = "%." + digits + "f";
        return String.format(Locale.ROOT, number + " [" + number + ", " + number + "]", mean.value(), mean.low(), mean.high());
    }

    private static double mean(List<CalibrationBench.Sample> samples, java.util.function.ToDoubleFunction<CalibrationBench.Sample> value) {
        return samples.stream().mapToDouble(value).average().orElseThrow();
    }
}
