// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.calibrate.CalibrationOption;
import org.semlink.testbench.calibrate.DriftWatch;
import org.semlink.testbench.calibrate.Ends;
import org.semlink.testbench.calibrate.Followed;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.TrialSpec;
import org.semlink.testbench.line.Truth;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.result.RunInfo;

/**
 * All that one thread needs to run trials: lines and metrics, each made when it is first needed and kept.
 *
 * <p>Used by one thread; the radios, the pictures and {@link SharedModels} are shared.
 */
final class Workbench implements AutoCloseable {

    private static final int NUMBERS = 1 << 16;

    private final Experiment experiment;
    private final Hardware hardware;
    private final SharedModels models;
    private final PictureCache pictures;
    private final String date;
    private final LiveFeed feed;
    private final Map<String, PictureMetrics> metrics = new HashMap<>();
    private final Map<String, Setup> setups = new HashMap<>();
    private final Map<String, Long> processorNs = new HashMap<>();

    /** @param date of the run, ISO 8601 in UTC */
    Workbench(Experiment experiment, Hardware hardware, SharedModels models, PictureCache pictures, String date, LiveFeed feed) {
        this.experiment = experiment;
        this.hardware = hardware;
        this.models = models;
        this.pictures = pictures;
        this.date = date;
        this.feed = feed;
    }

    /**
     * A trial that came to a result.
     *
     * @param trial  what the line made of it
     * @param result as JSON
     * @param drift  what to say when it is with this trial that the calibration stops to fit
     */
    record Outcome(TrialResult trial, ObjectNode result, Optional<String> drift) {
    }

    /** What the trials at one scheme, radio, waveform and calibration share. */
    private record Setup(Line line, LoadedModel model, PictureMetrics metrics, DriftWatch drift) {
    }

    /** Runs one trial: a pure function of the experiment and the trial, dates and times apart. */
    Outcome run(Plan.Trial trial) {
        Stopwatch stopwatch = new Stopwatch(stage -> { });
        Setup setup = stopwatch.time(ProcessorTime.MODELS, () -> setup(trial));
        Line line = setup.line();
        Picture picture = stopwatch.time(ProcessorTime.PICTURES, () -> pictures.get(trial.picture()));
        TrialSpec spec = new TrialSpec(trial.picture().name(), picture, (int) (trial.number() % NUMBERS), trial.seed());
        TrialResult result = hardware.use(trial.radio(), line.waveform(), trial.seed(), stopwatch, radio -> line.run(radio, spec, stopwatch));
        ObjectNode json = json(result, new RunInfo(setup.model(), line, setup.metrics(), trial.seed(), date), stopwatch);
        spent(stopwatch);
        return new Outcome(result, json, setup.drift().heard(result.reception().reassembly().links()));
    }

    private static ObjectNode json(TrialResult result, RunInfo run, Stopwatch stopwatch) {
        // Measured under its own name here, and known when the result asks for it.
        stopwatch.time(ProcessorTime.METRICS, () -> result.truth().map(truth -> measured(result, truth, run.metrics())));
        return stopwatch.time(ProcessorTime.RECORDS, () -> ResultJson.of(result, run));
    }

    private static int measured(TrialResult result, Truth truth, PictureMetrics metrics) {
        List<Picture> compared = List.of(result.reception().received(), result.reception().shrunk(), result.reception().denoised(), truth.ceiling());
        compared.forEach(picture -> metrics.measure(truth.picture(), picture));
        return compared.size();
    }

    /** Does other work for a trial, and counts its processor time to {@code purpose}. */
    <T> T time(String purpose, Supplier<T> work) {
        Stopwatch stopwatch = new Stopwatch(stage -> { });
        T result = stopwatch.time(purpose, work);
        spent(stopwatch);
        return result;
    }

    private void spent(Stopwatch stopwatch) {
        stopwatch.processorNs().forEach((stage, ns) -> processorNs.merge(stage, ns, Long::sum));
    }

    /** Nanoseconds of processor time so far by stage. */
    Map<String, Long> processorNs() {
        return Map.copyOf(processorNs);
    }

    /** Loads what the trial needs, and refuses a calibration that was made for something else. */
    LoadedModel prepare(Plan.Trial trial) {
        return time(ProcessorTime.MODELS, () -> setup(trial)).model();
    }

    private Setup setup(Plan.Trial trial) {
        String key = String.join("\n", trial.scheme().label(), trial.waveform(), trial.calibration(), trial.axes().get("radio"));
        Setup known = setups.get(key);
        if (known == null) {
            known = make(trial, SchemeOptions.of(trial.scheme(), trial.calibration(), "scheme " + trial.scheme().label()));
            setups.put(key, known);
        }
        return known;
    }

    private Setup make(Plan.Trial trial, SchemeOptions options) {
        LoadedModel model = models.get(SchemeOptions.modelKey(trial.scheme()), () -> options.model().open());
        Waveform waveform = Waveforms.of(trial.waveform(), SiNumber.parse("rate", experiment.rate(), 1, 1e9));
        Followed followed = options.calibration().follow(model,
                CalibrationOption.conditions(Ends.of(trial.radio(), Map.of()), waveform, model, options.model()));
        PictureMetrics compared = metrics.computeIfAbsent(trial.scheme().options().getOrDefault("lpips", ""), key -> options.model().metrics());
        return new Setup(new Line(options.model().settings(model, followed.map()), waveform, feed), model, compared, followed.drift());
    }

    @Override
    public void close() {
        metrics.values().forEach(PictureMetrics::close);
    }
}
