// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.function.Function;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.safety.TransmitHistory;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.AirPass;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;

/**
 * Radios for trials: a simulated one for each, and of real ones a single one at a time for all threads, left open until another is asked for.
 *
 * <p>A real radio on which a trial failed is closed, so that the next trial opens it anew.
 */
final class Hardware implements AutoCloseable {

    private final TransmitHistory history = new TransmitHistory();
    private String name = "";
    private Radio open;

    /** Runs {@code trial} on the radio; making a simulated one is part of its time in the air. */
    <T> T use(String radio, Waveform waveform, long seed, Stopwatch stopwatch, Function<Radio, T> trial) {
        if (RadioSpec.parse(radio).scheme().equals("sim")) {
            try (Radio simulated = stopwatch.time(AirPass.STAGE, () -> RadioStrings.open(radio, waveform, seed))) {
                return trial.apply(simulated);
            }
        }
        return exclusively(radio, waveform, seed, trial);
    }

    private synchronized <T> T exclusively(String radio, Waveform waveform, long seed, Function<Radio, T> trial) {
        String wanted = radio + " " + waveform.name() + " " + waveform.sampleRateHz();
        if (!name.equals(wanted)) {
            close();
            open = RadioStrings.open(radio, waveform, seed, history);
            name = wanted;
        }
        boolean well = false;
        try {
            T result = trial.apply(open);
            well = true;
            return result;
        } finally {
            if (!well) {
                close();
            }
        }
    }

    @Override
    public synchronized void close() {
        Radio closing = open;
        open = null;
        name = "";
        if (closing != null) {
            closing.close();
        }
    }
}
