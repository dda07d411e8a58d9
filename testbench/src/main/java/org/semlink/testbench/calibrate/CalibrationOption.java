// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.Criterion;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.ModelOptions;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Option;

/** Which calibration a receiver follows, and for the sake of what. */
public final class CalibrationOption {

    private static final int MARK_DIGITS = 12;

    @Option(names = "--calibration", paramLabel = "FILE",
            description = "Calibration of this link and receiver, made by 'semlink calibrate'. Default: the schedule's own map")
    private Path file;

    @Option(names = "--criterion", paramLabel = "CRITERION",
            description = "What a calibrated timestep makes best: latent, psnr or lpips. Default: ${DEFAULT-VALUE}")
    private Criterion criterion = Criterion.PSNR;

    @Option(names = "--force", description = "Follow the calibration even where it was measured with something else.")
    private boolean force;

    /** What a receiver under {@code now} goes by; a calibration of other conditions is refused, with their list. */
    public Followed follow(LoadedModel model, CalibrationConditions now) {
        if (file == null) {
            return new Followed(new AnalyticTimestepMap(model.schedule()), new DriftWatch(null, Optional.empty()));
        }
        Calibration calibration = CalibrationFile.read(file);
        List<String> differences = calibration.conditions().differences(now);
        if (!differences.isEmpty() && !force) {
            throw SemlinkException.input("calibration %s was measured with something else (%s); calibrate again, or add --force", file,
                    String.join("; ", differences));
        }
        String name = String.format(Locale.ROOT, "%s (%s%s; %s)", file.getFileName(), criterion.key(), differences.isEmpty() ? "" : ", forced",
                mark(file));
        return new Followed(calibration.map(name, model.schedule(), criterion), new DriftWatch(file, calibration.link()));
    }

    /** What tells a calibration from others of its file name, in names of maps: the beginning of its SHA-256. */
    static String mark(Path file) {
        return "sha256 " + CalibrationFile.sha256(file).substring(0, MARK_DIGITS);
    }

    /** The conditions of a run: both ends as far as known, waveform, model, schedule, sampler, bandwidth ratio where a module makes it, noise map where it is another. */
    public static CalibrationConditions conditions(Ends ends, Waveform waveform, LoadedModel model, ModelOptions options) {
        return new CalibrationConditions(link(ends, waveform), receiver(model, options));
    }

    /** The part of the conditions that the receiver calibration depends on. */
    static Map<String, String> receiver(LoadedModel model, ModelOptions options) {
        Map<String, String> receiver = new TreeMap<>(Map.of("model", model.name() + " " + model.sha256(), "schedule", model.schedule().name(),
                "sampler", options.samplerName() + " x " + options.steps()));
        BandwidthRatio ratio = options.ratio(model);
        if (!ratio.equals(model.bandwidth().own())) {
            receiver.put("bandwidth ratio", ratio.toString());
        }
        if (!options.noiseMap().equals(ModelOptions.USUAL_NOISE_MAP)) {
            receiver.put("noise map", options.noiseMap());
        }
        return receiver;
    }

    /** The part of the conditions that the link correction depends on. */
    static Map<String, String> link(Ends ends, Waveform waveform) {
        Map<String, String> link = ends.conditions();
        link.put("waveform", waveform.name());
        link.put("sample rate", String.valueOf(waveform.sampleRateHz()));
        return link;
    }
}
