// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.MonotoneCurve;
import org.semlink.calibration.MonotoneFit;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.schedule.NoiseSchedule;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.ModelOptions;
import org.semlink.testbench.cli.NamedPicture;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.Version;
import org.semlink.testbench.cli.WaveformOptions;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.live.Watchable;
import org.semlink.testbench.plot.CalibrationPlot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink calibrate}: measures what this link's SNR estimates are worth, and which timestep is best for each. */
@Command(name = "calibrate", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Measures a link and a receiver through a ladder of levels and writes a calibration, which --calibration of other "
                + "verbs follows. Interrupted, the same command goes on where it was.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink calibrate --out sim.json",
            "  semlink calibrate --radio sim:profile=hackrf --image photos/*.jpg --out hackrf.json",
            "  semlink calibrate --radio sim:profile=hackrf --check hackrf.json",
            "  semlink calibrate --refresh hackrf.json --traffic received --out renewed.json"})
public final class CalibrateCommand implements Callable<Integer>, Watchable {

    private static final double[] OFFSETS_DB = {-4, -3, -2, -1, 0, 1, 2, 3, 4};
    private static final double TABLE_STEP_DB = 5;

    @Option(names = "--radio", completionCandidates = Names.OfRadios.class, paramLabel = "RADIO", description = "Radio for both directions. Default: ${DEFAULT-VALUE}")
    private String radio = "sim:";

    @Option(names = "--levels", paramLabel = "FROM..TO",
            description = "Ladder in dB: SNR of a simulated radio (default -6..30), transmit gain of a real one")
    private String levels;

    @Option(names = "--target", paramLabel = "DB", converter = SiConverter.Decibels.class,
            description = "Stop when the SNR correction is known this well everywhere, 95 %% confidence. Default: ${DEFAULT-VALUE}")
    private double targetDb = 0.1;

    @Option(names = "--bursts", paramLabel = "N", description = "Most bursts for the link. Default: ${DEFAULT-VALUE}")
    private int bursts = 300;

    @Option(names = "--sweep-levels", paramLabel = "N", description = "Levels at which timesteps are swept. Default: ${DEFAULT-VALUE}")
    private int sweepLevels = 13;

    @Option(names = "--image", arity = "1..*", paramLabel = "FILE",
            description = "Pictures for the timestep sweeps. Default: two built-in pictures")
    private List<Path> images = List.of();

    @Option(names = "--size", paramLabel = "PIXELS", description = "Pictures are cut to squares of this side. Default: ${DEFAULT-VALUE}")
    private int size = 160;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "The calibration; a plot is put beside it. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("calibration.json");

    @Option(names = "--overwrite", description = "Replace an earlier calibration.")
    private boolean overwrite;

    @Option(names = "--check", paramLabel = "FILE",
            description = "Measure a few levels and say whether this calibration still holds; exit code 1 if not.")
    private Path check;

    @Option(names = "--refresh", paramLabel = "FILE",
            description = "Renew this calibration by ordinary traffic, the results under --traffic, and write it to --out.")
    private Path refresh;

    @Option(names = "--traffic", arity = "1..*", paramLabel = "DIR", description = "Folders of 'link' or 'receive' with --calibration FILE.")
    private List<Path> traffic = List.of();

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private WaveformOptions waveformOptions;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private LiveFeed feed = LiveFeed.NONE;

    @Override
    public void watchedBy(LiveFeed live) {
        feed = live;
    }

    @Override
    public Integer call() {
        modelOptions.check();
        requireSound();
        Ladder ladder = Ladder.of(radio, levels);
        Waveform waveform = waveformOptions.waveform();
        if (check != null) {
            return new CalibrationCheck(ladder, new LinkProbe(waveform, seed, feed)).run(check, spec.commandLine().getOut());
        }
        if (refresh != null) {
            Calibration renewed = CalibrationRefresh.run(refresh, traffic, spec.commandLine().getOut());
            write(renewed, NoiseSchedule.REGISTRY.get(renewed.conditions().receiver().get("schedule")));
            report(renewed, 0);
            return 0;
        }
        List<Picture> pictures = new ArrayList<>();
        for (NamedPicture picture : NamedPicture.read(images)) {
            // Sweeps need many receptions, not many pixels.
            pictures.add(picture.picture().middle(size));
        }
        requireSweeps(pictures.size());
        try (Interruption interruption = new Interruption(); LoadedModel model = modelOptions.open();
                PictureMetrics metrics = modelOptions.metrics()) {
            CalibrationConditions conditions =
                    CalibrationOption.conditions(radio, waveform, model, modelOptions);
            Line line = new Line(modelOptions.settings(model, new AnalyticTimestepMap(model.schedule())), waveform, feed);
            Calibrator calibrator = new Calibrator(new Calibrator.Plan(ladder, targetDb, bursts, sweepLevels, pictures),
                    new LinkProbe(waveform, seed, feed), new TimestepSweeps(line, OFFSETS_DB, metrics.byName(), seed), conditions,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Version.TEXT);
            Optional<Calibration> calibration;
            try (Progress progress = new Progress(common.progress(spec.commandLine().getErr()), feed)) {
                calibration = calibrator.run(earlier(conditions), new KeepAndTell(partial(), progress, interruption));
            }
            if (calibration.isEmpty()) {
                spec.commandLine().getErr().println("semlink: interrupted; what was measured is kept in " + partial()
                        + ", the same command goes on from there");
                return Interruption.EXIT_CODE;
            }
            write(calibration.get(), model.schedule());
            spec.commandLine().getOut().println(calibrator.burstsSent() + " bursts sent");
            report(calibration.get(), calibrator.clippedSamples());
        }
        return 0;
    }

    private void requireSound() {
        if (!(targetDb > 0) || bursts < 30 || sweepLevels < 5 || size < 64) {
            throw SemlinkException.input("--target must be positive, --bursts at least 30, --sweep-levels at least 5, --size at least 64, "
                    + "got %s, %d, %d, %d", targetDb, bursts, sweepLevels, size);
        }
        if ((refresh == null) != traffic.isEmpty()) {
            throw SemlinkException.input("--refresh and --traffic go together, got %s", refresh == null ? "--traffic alone" : "--refresh alone");
        }
        if (check == null && Files.exists(out) && !overwrite) {
            throw SemlinkException.input("--out %s exists; choose another name or add --overwrite", out);
        }
    }

    private void requireSweeps(int pictures) {
        if (pictures * sweepLevels < MonotoneFit.FEWEST_POINTS) {
            throw SemlinkException.input("%d pictures at --sweep-levels %d are %d sweeps, too few for a curve; have at least %d", pictures,
                    sweepLevels, pictures * sweepLevels, MonotoneFit.FEWEST_POINTS);
        }
    }

    private Path partial() {
        return out.resolveSibling(out.getFileName() + ".partial");
    }

    /** What an interrupted run left, if it measured the same thing. */
    private Optional<Calibration> earlier(CalibrationConditions conditions) {
        if (!Files.exists(partial())) {
            return Optional.empty();
        }
        Calibration left = CalibrationFile.read(partial());
        List<String> differences = left.conditions().differences(conditions);
        if (!differences.isEmpty()) {
            throw SemlinkException.input("%s is left from a calibration of something else (%s); delete it or choose another --out", partial(),
                    String.join("; ", differences));
        }
        return Optional.of(left);
    }

    private void write(Calibration calibration, NoiseSchedule schedule) {
        CalibrationFile.write(out, calibration);
        SafeFiles.write(plot(), stream -> ImageIO.write(new CalibrationPlot(calibration, schedule).draw(), "png", stream));
        try {
            Files.deleteIfExists(partial());
        } catch (IOException e) {
            throw SemlinkException.environment("cannot delete %s; delete it by hand", partial()).causedBy(e);
        }
    }

    private Path plot() {
        return out.resolveSibling(out.getFileName().toString().replaceFirst("\\.json$", "") + ".png");
    }

    private void report(Calibration calibration, long clippedSamples) {
        PrintWriter stdout = spec.commandLine().getOut();
        LinkCalibration link = calibration.link().orElseThrow();
        MonotoneCurve curve = link.correction();
        stdout.printf(Locale.ROOT, "%d points; SNR read %.1f to %.1f dB%n", calibration.points().size(),
                curve.from(), curve.to());
        stdout.println("estimated SNR  real SNR [95 %]          told to the network for");
        stdout.print("                                       ");
        calibration.sweeps().keySet().forEach(criterion -> stdout.printf("%8s", criterion.key()));
        stdout.println();
        for (double at = Math.ceil(curve.from() / TABLE_STEP_DB) * TABLE_STEP_DB; at <= curve.to(); at += TABLE_STEP_DB) {
            stdout.printf(Locale.ROOT, "%10.1f dB  %6.2f [%6.2f, %6.2f] dB  ", at, curve.value(at), curve.lower(at), curve.upper(at));
            double real = curve.value(at);
            calibration.sweeps().keySet().forEach(criterion -> stdout.print(calibration.receiver(criterion)
                    .map(fit -> String.format(Locale.ROOT, "%8.2f", fit.told().value(real))).orElse("       -")));
            stdout.println();
        }
        calibration.sweeps().keySet().forEach(criterion -> calibration.receiver(criterion).ifPresent(fit ->
                stdout.printf(Locale.ROOT, "told for %s: saves %.4f of loss on the pictures swept%n", criterion.key(), fit.gain())));
        Verdicts.of(calibration.points(), link, clippedSamples).forEach(stdout::println);
        stdout.println("Calibration: " + out + ", plot: " + plot());
        stdout.flush();
    }
}
