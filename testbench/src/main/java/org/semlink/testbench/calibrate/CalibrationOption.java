// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationConditions;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.TimestepMap;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Option;

/** Which calibration a receiver follows, and for the sake of what. */
public final class CalibrationOption {

    @Option(names = "--calibration", paramLabel = "FILE",
            description = "Calibration of this link and receiver, made by 'semlink calibrate'. Default: the schedule's own map")
    private Path file;

    @Option(names = "--criterion", paramLabel = "NAME",
            description = "What a calibrated timestep makes best: latent, psnr or lpips. Default: ${DEFAULT-VALUE}")
    private Criterion criterion = Criterion.PSNR;

    @Option(names = "--force", description = "Follow the calibration even where it was measured with something else.")
    private boolean force;

    /** The map for a receiver under {@code now}; a calibration of other conditions is refused, with their list. */
    public TimestepMap map(LoadedModel model, CalibrationConditions now) {
        if (file == null) {
            return new AnalyticTimestepMap(model.schedule());
        }
        Calibration calibration = CalibrationFile.read(file);
        List<String> differences = calibration.conditions().differences(now);
        if (!differences.isEmpty() && !force) {
            throw SemlinkException.input("calibration %s was measured with something else (%s); calibrate again, or add --force", file,
                    String.join("; ", differences));
        }
        String name = String.format(Locale.ROOT, "%s (%s%s)", file.getFileName(), criterion.key(), differences.isEmpty() ? "" : ", forced");
        return calibration.map(name, model.schedule(), criterion);
    }

    /** The conditions of a run: radio without the option that levels change, waveform, model, schedule, sampler. */
    public static CalibrationConditions conditions(String radio, Waveform waveform, LoadedModel model, String sampler, int steps) {
        RadioSpec spec = RadioSpec.parse(radio);
        Map<String, String> options = new TreeMap<>();
        spec.options().forEach((key, value) -> options.put(key, value == null ? "yes" : value));
        options.remove(spec.scheme().equals("sim") ? "snr" : "txgain");
        return new CalibrationConditions(
                Map.of("radio", spec.scheme() + options, "waveform", waveform.name(), "sample rate", String.valueOf(waveform.sampleRateHz())),
                Map.of("model", model.name() + " " + model.sha256(), "schedule", model.schedule().name(), "sampler", sampler + " x " + steps));
    }
}
