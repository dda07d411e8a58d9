// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.semlink.calibration.TimestepMap;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.calibrate.CalibrationOption;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.TrialSpec;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.result.RunInfo;

/**
 * All that one thread needs to run trials: models, lines and metrics, each loaded when it is first needed and kept.
 *
 * <p>Used by one thread; the radios and the pictures are shared.
 */
final class Workbench implements AutoCloseable {

    private static final int NUMBERS = 1 << 16;

    private final Experiment experiment;
    private final Hardware hardware;
    private final PictureCache pictures;
    private final String date;
    private final LiveFeed feed;
    private final Map<String, LoadedModel> models = new HashMap<>();
    private final Map<String, PictureMetrics> metrics = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();
    private long inLineNs;

    /** @param date of the run, ISO 8601 in UTC */
    Workbench(Experiment experiment, Hardware hardware, PictureCache pictures, String date, LiveFeed feed) {
        this.experiment = experiment;
        this.hardware = hardware;
        this.pictures = pictures;
        this.date = date;
        this.feed = feed;
    }

    /**
     * A trial that came to a result.
     *
     * @param trial  what the line made of it
     * @param result as JSON
     */
    record Outcome(TrialResult trial, ObjectNode result) {
    }

    /** Runs one trial: a pure function of the experiment and the trial, dates and times apart. */
    Outcome run(Plan.Trial trial, Consumer<String> onStage) {
        Line line = line(trial);
        TrialSpec spec = new TrialSpec(trial.picture().name(), pictures.get(trial.picture()), (int) (trial.number() % NUMBERS), trial.seed());
        TrialResult result = hardware.use(trial.radio(), line.waveform(), trial.seed(), radio -> {
            long begin = System.nanoTime();
            TrialResult made = line.run(radio, spec, onStage);
            inLineNs += System.nanoTime() - begin;
            return made;
        });
        RunInfo run = new RunInfo(model(trial.scheme(), options(trial)), line, metrics(trial), trial.seed(), date);
        return new Outcome(result, ResultJson.of(result, run));
    }

    /** Nanoseconds spent in radio, waveform and networks so far; the rest of the time is the testbench's own. */
    long inLineNs() {
        return inLineNs;
    }

    /** Loads what the trial needs, and refuses a calibration that was made for something else. */
    LoadedModel prepare(Plan.Trial trial) {
        line(trial);
        return model(trial.scheme(), options(trial));
    }

    private Line line(Plan.Trial trial) {
        String key = String.join("\n", trial.scheme().label(), trial.waveform(), trial.calibration(), trial.axes().get("radio"));
        Line known = lines.get(key);
        if (known == null) {
            SchemeOptions options = options(trial);
            LoadedModel model = model(trial.scheme(), options);
            Waveform waveform = Waveforms.of(trial.waveform(), SiNumber.parse("rate", experiment.rate(), 1, 1e9));
            TimestepMap map = options.calibration().follow(model, CalibrationOption.conditions(trial.radio(), waveform, model,
                    options.model().samplerName(), options.model().steps())).map();
            known = new Line(options.model().settings(model, map), waveform, feed);
            lines.put(key, known);
        }
        return known;
    }

    private LoadedModel model(Scheme scheme, SchemeOptions options) {
        return models.computeIfAbsent(SchemeOptions.modelKey(scheme), key -> options.model().open());
    }

    private PictureMetrics metrics(Plan.Trial trial) {
        return metrics.computeIfAbsent(trial.scheme().options().getOrDefault("lpips", ""), key -> options(trial).model().metrics());
    }

    private static SchemeOptions options(Plan.Trial trial) {
        return SchemeOptions.of(trial.scheme(), trial.calibration(), "scheme " + trial.scheme().label());
    }

    @Override
    public void close() {
        metrics.values().forEach(PictureMetrics::close);
        models.values().forEach(LoadedModel::close);
    }
}
