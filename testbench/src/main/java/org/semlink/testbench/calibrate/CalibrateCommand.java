// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.MonotoneFit;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.schedule.NoiseSchedule;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.ModelOptions;
import org.semlink.testbench.cli.NamedPicture;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.Version;
import org.semlink.testbench.cli.WaveformOptions;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.live.Watchable;
import org.semlink.testbench.plot.CalibrationPlot;
import org.semlink.testbench.plot.Charts;
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
            "  semlink calibrate --tx soapy:driver=hackrf,freq=2.45G --rx soapy:driver=rtlsdr,freq=2.45G,gain=30 --levels 0..40",
            "  semlink calibrate --radio sim:profile=hackrf --check hackrf.json",
            "  semlink calibrate --refresh hackrf.json --traffic received --out renewed.json"})
public final class CalibrateCommand implements Callable<Integer>, Watchable {

    @Mixin
    private EndsOption endsOption;

    @Option(names = "--levels", paramLabel = "FROM..TO",
            description = "Ladder in dB: SNR of a simulated radio (default -6..30), transmit gain of a real one")
    private String levels;

    @Option(names = "--target", paramLabel = "DB", converter = SiConverter.Decibels.class,
            description = "Stop when the SNR correction is known this well everywhere, 95 %% confidence. Default: ${DEFAULT-VALUE}")
    private double targetDb = Calibrator.Plan.TARGET_DB;

    @Option(names = "--bursts", paramLabel = "N", description = "Most bursts for the link. Default: ${DEFAULT-VALUE}")
    private int bursts = Calibrator.Plan.BURSTS;

    @Option(names = "--sweep-levels", paramLabel = "N", description = "Levels at which timesteps are swept. Default: ${DEFAULT-VALUE}")
    private int sweepLevels = Calibrator.Plan.SWEEP_LEVELS;

    @Option(names = "--image", arity = "1..*", paramLabel = "FILE",
            description = "Pictures for the timestep sweeps; 8 at a level, others at the next: more of them are better and cost nothing. "
                    + "Default: two built-in pictures")
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

    @Mixin
    private JsonOption json;

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
        Charts.requireFonts();
        PrintWriter stdout = json.text(spec.commandLine().getOut());
        Map<String, Object> figures = new LinkedHashMap<>();
        if (refresh != null) {
            Calibration renewed = CalibrationRefresh.run(refresh, traffic, stdout, figures);
            write(renewed, NoiseSchedule.REGISTRY.get(renewed.conditions().receiver().get("schedule")));
            report(renewed, stdout, figures);
            return 0;
        }
        Ladder ladder = Ladder.of(endsOption.ends(), levels);
        Waveform waveform = waveformOptions.waveform();
        if (check != null) {
            boolean holds = new CalibrationCheck(ladder, new LinkProbe(waveform, seed, feed))
                    .run(check, CalibrationOption.link(ladder.tried(waveform, seed), waveform), stdout, figures);
            print(figures);
            return holds ? 0 : 1;
        }
        List<Picture> pictures = new ArrayList<>();
        for (NamedPicture picture : NamedPicture.read(images)) {
            // Sweeps need many receptions, not many pixels.
            pictures.add(picture.picture().middle(size));
        }
        Calibrator.Plan plan = new Calibrator.Plan(ladder, targetDb, bursts, sweepLevels, pictures);
        requireSweeps(plan);
        try (Interruption interruption = new Interruption(); LoadedModel model = modelOptions.open();
                PictureMetrics metrics = modelOptions.metrics()) {
            Ends ends = ladder.tried(waveform, seed);
            CalibrationConditions conditions = new CalibrationConditions(ladder.conditions(ends, waveform),
                    CalibrationOption.receiver(model, modelOptions));
            Line line = new Line(modelOptions.settings(model, new AnalyticTimestepMap(model.schedule())), waveform, feed);
            Calibrator calibrator = new Calibrator(plan, new LinkProbe(waveform, seed, feed), new TimestepSweeps(line, Calibrator.OFFSETS_DB, metrics.byName(), seed), conditions,
                    ends.description(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Version.TEXT);
            Optional<Calibration> calibration;
            try (Progress progress = new Progress(common.progress(spec.commandLine().getErr()), feed)) {
                calibration = calibrator.run(earlier(conditions), new KeepAndTell(partial(), new Told(progress), interruption));
            }
            if (calibration.isEmpty()) {
                print(Map.of("interrupted", true, "kept", partial().toString()));
                spec.commandLine().getErr().println("semlink: interrupted; what was measured is kept in " + partial()
                        + ", the same command goes on from there");
                return Interruption.EXIT_CODE;
            }
            write(calibration.get(), model.schedule());
            report(calibration.get(), stdout, figures);
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

    private static void requireSweeps(Calibrator.Plan plan) {
        if (plan.sweeps() < MonotoneFit.FEWEST_POINTS) {
            throw SemlinkException.input("%d pictures at --sweep-levels %d are %d sweeps, too few for a curve; have at least %d",
                    plan.pictures().size(), plan.sweepLevels(), plan.sweeps(), MonotoneFit.FEWEST_POINTS);
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

    private void report(Calibration calibration, PrintWriter stdout, Map<String, Object> figures) {
        CalibrationReport.print(calibration, stdout);
        stdout.println("Calibration: " + out + ", plot: " + plot());
        stdout.flush();
        figures.put("interrupted", false);
        figures.put("calibration", out.toString());
        figures.put("plot", plot().toString());
        figures.putAll(CalibrationReport.figures(calibration));
        print(figures);
    }

    private void print(Map<String, Object> figures) {
        if (json.wanted()) {
            JsonOption.print(spec.commandLine().getOut(), figures);
        }
    }
}
