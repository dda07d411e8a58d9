// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.line.RadioStrings;

/** Refuses combinations of an experiment's settings that cannot be, before anything runs. */
final class Combinations {

    private static final long MOST_TRIALS = 10_000_000;

    private Combinations() {
    }

    /** @param source what error messages call the experiment */
    static void check(Experiment experiment, String source) {
        double rate = SiNumber.parse(source + ": rate", experiment.rate(), 1, 1e9);
        for (String text : experiment.radios()) {
            RadioSpec radio = RadioSpec.parse(text);
            if (radio.scheme().equals("file")) {
                throw SemlinkException.input("%s: radios: a trial sends and listens at once, a recording such as '%s' cannot; give sim: or soapy: radios",
                        source, text);
            }
            boolean simulated = radio.scheme().equals("sim");
            if (!experiment.levels().isEmpty() && simulated != experiment.levelOption().equals("snr")) {
                throw SemlinkException.input("%s: snrs are for sim: radios and gains for real ones, '%s' does not go with %s; make two experiments", source,
                        text, simulated ? "gains" : "snrs");
            }
            if (!experiment.levels().isEmpty() && radio.has(experiment.levelOption())) {
                throw SemlinkException.input("%s: radio '%s' has %s, and so has the experiment; drop it from the radio", source, text,
                        experiment.levelOption());
            }
            for (String waveform : experiment.waveforms()) {
                open(simulated, experiment, text, Waveforms.of(waveform, rate));
            }
        }
        long points = new Plan(experiment).points();
        if (points * experiment.mostPerPoint() > MOST_TRIALS) {
            throw SemlinkException.input("%s: %d points with up to %d trials each are more than %d trials; make several experiments", source, points,
                    experiment.mostPerPoint(), MOST_TRIALS);
        }
    }

    /** A simulated radio checks its whole string when it is opened; hardware is not touched before its turn. */
    private static void open(boolean simulated, Experiment experiment, String text, Waveform waveform) {
        if (simulated) {
            String level = experiment.levels().isEmpty() ? text : RadioSpec.parse(text).with("snr", experiment.levels().get(0)).toString();
            try (Radio radio = RadioStrings.open(level, waveform, experiment.seed())) {
                radio.beginTrial(experiment.seed());
            }
        }
    }
}
