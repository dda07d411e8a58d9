// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.calibrate.CalibrationOption;
import org.semlink.testbench.calibrate.DriftWatch;
import org.semlink.testbench.calibrate.Ends;
import org.semlink.testbench.calibrate.Followed;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.result.RunInfo;
import org.semlink.testbench.plot.Charts;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every verb has that receives pictures and writes results, and how its run is opened. */
final class RunOptions {

    private static final DateTimeFormatter FOLDER_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: out/VERB-DATE-TIME")
    private Path out;

    @Option(names = "--overwrite", description = "Replace earlier results in --out.")
    private boolean overwrite;

    @Mixin
    private ModelOptions model;

    @Mixin
    private CalibrationOption calibration;

    @Mixin
    private WaveformOptions waveform;

    /**
     * A run that is open: what its results state, and what holds its bursts against the calibration that it follows.
     *
     * @param info its model and metrics are closed with it
     */
    record Opened(RunInfo info, DriftWatch drift) implements AutoCloseable {

        @Override
        public void close() {
            try {
                info.model().close();
            } finally {
                info.metrics().close();
            }
        }
    }

    long seed() {
        return seed;
    }

    boolean overwrite() {
        return overwrite;
    }

    /** The waveform, after everything has been refused that cannot be. */
    Waveform check() {
        model.check();
        Charts.requireFonts();
        return waveform.waveform();
    }

    /** The folder for results of {@code verb}. */
    Path target(String verb) {
        return out != null ? out : Path.of("out", verb + "-" + LocalDateTime.now().format(FOLDER_TIME));
    }

    /**
     * Loads the model and puts the line together, for the radios that are open.
     *
     * @param prepared what takes the model's place, closed with the run
     */
    Opened open(Ends ends, Waveform over, UnaryOperator<LoadedModel> prepared, LiveFeed feed, Progress progress) {
        progress.say("loading model " + model.model());
        PictureMetrics metrics = model.metrics();
        LoadedModel loaded = null;
        try {
            loaded = prepared.apply(model.open());
            Followed followed = calibration.follow(loaded, CalibrationOption.conditions(ends, over, loaded, model));
            Line line = new Line(model.settings(loaded, followed.map()), over, feed);
            return new Opened(new RunInfo(loaded, line, metrics, seed, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()), followed.drift());
        } catch (RuntimeException e) {
            if (loaded != null) {
                loaded.close();
            }
            metrics.close();
            throw e;
        }
    }
}
