// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.LinkCalibration;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.ModelOptions;
import org.semlink.testbench.cli.NamedPicture;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.WaveformOptions;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.live.LiveFeed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench calibration}: what a calibration is worth on pictures and levels that it has not seen. */
@Command(name = "calibration", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "What the timestep chosen from the estimated SNR costs against the best one of those tried, with a calibration and without; "
                + "exit code 1 where the calibrated cost is above its limit. The best one is that of the level, over all pictures; each "
                + "picture's own best, which no receiver can know, is printed beside it. Means with 95 %% intervals.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  semlink bench calibration --train train/*.jpg --image val/*.jpg",
            "  semlink bench calibration --radio sim:profile=hackrf --calibration hackrf.json --image val/*.jpg"})
public final class BenchCalibrationCommand implements Callable<Integer> {

    /** A calibration of this bench's own has the seed that {@code calibrate} has by default. */
    private static final long CALIBRATION_SEED = 1;

    @Option(names = "--radio", arity = "1..*", completionCandidates = Names.OfRadios.class, paramLabel = "RADIO",
            description = "Radios, each for both directions. Default: sim:channel=awgn sim:channel=tdl-a,rms=50n sim:profile=hackrf")
    private List<String> radios = List.of("sim:channel=awgn", "sim:channel=tdl-a,rms=50n", "sim:profile=hackrf");

    @Option(names = "--calibration", arity = "1..*", paramLabel = "FILE",
            description = "The calibrations to judge, one for each radio. Default: calibrates each radio first, as 'calibrate' does")
    private List<Path> files = List.of();

    @Option(names = "--train", arity = "1..*", paramLabel = "FILE",
            description = "Pictures to calibrate with, without --calibration. Default: two built-in pictures")
    private List<Path> training = List.of();

    @Option(names = "--image", arity = "1..*", required = true, paramLabel = "FILE", description = "Pictures that it was not made with.")
    private List<Path> images;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Pictures are cut to squares of this side. Default: ${DEFAULT-VALUE}")
    private int size = 160;

    @Option(names = "--snr", split = ",", paramLabel = "DB", converter = SiConverter.Decibels.class, defaultValue = "-5,0,5,10,15,20,25",
            description = "Levels in dB (default: ${DEFAULT-VALUE}).")
    private List<Double> levelsDb;

    @Option(names = "--receptions", paramLabel = "N",
            description = "Receptions of each picture for the predicted error, which needs no diffusion. Default: ${DEFAULT-VALUE}")
    private int receptions = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}")
    private long seed = 2;

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

    @Override
    public Integer call() {
        modelOptions.check();
        if (!files.isEmpty() && files.size() != radios.size()) {
            throw SemlinkException.input("--calibration must name one file for each --radio, got %d files for %d radios", files.size(),
                    radios.size());
        }
        if (receptions < 1) {
            throw SemlinkException.input("--receptions must be at least 1, got %d", receptions);
        }
        if (!files.isEmpty() && !training.isEmpty()) {
            throw SemlinkException.input("--train is for calibrating, --calibration names what is calibrated; drop one of them");
        }
        Waveform waveform = waveformOptions.waveform();
        List<Calibration> calibrations = files.stream().map(CalibrationFile::read).toList();
        List<Picture> pictures = pictures(images);
        PrintWriter out = json.text(spec.commandLine().getOut());
        CalibrationTable table = new CalibrationTable(out);
        List<Map<String, Object>> links = new ArrayList<>();
        try (Interruption interruption = new Interruption(); LoadedModel model = modelOptions.open(); PictureMetrics metrics = modelOptions.metrics();
                Progress progress = new Progress(common.progress(spec.commandLine().getErr()), LiveFeed.NONE)) {
            Line line = new Line(modelOptions.settings(model, new AnalyticTimestepMap(model.schedule())), waveform);
            boolean whole = interruption.finished(() -> {
                for (int r = 0; r < radios.size(); r++) {
                    out.printf(Locale.ROOT, "%s, %s, %d pictures of %d pixels%n", radios.get(r), waveform.name(), pictures.size(), size);
                    Map<String, Object> figures = new LinkedHashMap<>();
                    figures.put("radio", radios.get(r));
                    links.add(figures);
                    Ladder ladder = Ladder.of(radios.get(r));
                    Calibration calibration = files.isEmpty() ? calibrate(ladder, line, metrics, progress, interruption, out, figures)
                            : calibrations.get(r);
                    figures.put("levels", table.levels());
                    TimestepSweeps sweeps = new TimestepSweeps(line, CalibrationBench.OFFSETS_DB, metrics.byName(), seed);
                    judge(radios.get(r), ladder, calibration, sweeps, pictures, table, progress, interruption);
                }
            });
            return end(whole, table, waveform, links);
        }
    }

    /** Prints what the whole is worth, as far as it came; the exit code. */
    private int end(boolean whole, CalibrationTable table, Waveform waveform, List<Map<String, Object>> links) {
        if (whole) {
            table.verdict();
        }
        if (json.wanted()) {
            JsonOption.print(spec.commandLine().getOut(), Map.of("waveform", waveform.name(), "size", size, "seed", seed, "links", links,
                    "limits", CalibrationTable.limits(), "met", table.passed(), "interrupted", !whole));
        }
        if (!whole) {
            return Interruption.end(spec.commandLine().getErr(), table.count() + " levels were judged; all again", Invocation.of(spec));
        }
        return table.passed() ? 0 : 1;
    }

    private void judge(String radio, Ladder ladder, Calibration calibration, TimestepSweeps sweeps, List<Picture> pictures, CalibrationTable table,
            Progress progress, Interruption interruption) {
        LinkCalibration link = calibration.link()
                .orElseThrow(() -> SemlinkException.input("the calibration of %s has too few points; calibrate again", radio));
        CalibrationBench bench = new CalibrationBench(ladder, calibration, link, sweeps, interruption::check);
        table.heading();
        for (double levelDb : levelsDb) {
            progress.say(String.format(Locale.ROOT, "%s at %.1f dB", radio, levelDb));
            List<CalibrationBench.Sample> samples = bench.measure(levelDb, pictures);
            List<TimestepSweeps.Heard> heard = bench.hear(levelDb, pictures, receptions);
            progress.clear();
            table.level(levelDb, samples, heard);
        }
    }

    private List<Picture> pictures(List<Path> paths) {
        return NamedPicture.read(paths).stream().map(named -> named.picture().middle(size)).toList();
    }

    private Calibration calibrate(Ladder ladder, Line line, PictureMetrics metrics, Progress progress, Interruption interruption, PrintWriter out,
            Map<String, Object> figures) {
        long begin = System.nanoTime();
        Calibrator calibrator = new Calibrator(Calibrator.Plan.usual(ladder, pictures(training)),
                new LinkProbe(line.waveform(), CALIBRATION_SEED, LiveFeed.NONE),
                new TimestepSweeps(line, Calibrator.OFFSETS_DB, metrics.byName(), CALIBRATION_SEED),
                new CalibrationConditions(Map.of(), Map.of()), Map.of(), "", "");
        Calibration calibration = calibrator.run(Optional.empty(), new Told(progress, interruption::check)).orElseThrow();
        progress.clear();
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(Locale.ROOT, "calibrated from %.0f to %.0f dB with %d bursts and %d pictures in %.0f s%n", ladder.lowestDb(), ladder.highestDb(),
                calibration.spent().bursts(), calibration.spent().pictures(), seconds);
        figures.put("calibration", Map.of("bursts", calibration.spent().bursts(), "pictures", calibration.spent().pictures(), "seconds", seconds));
        return calibration;
    }
}
