// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.radio.Iq;
import org.semlink.radio.RadioCounters;

/**
 * All that one received picture yields: what the receiver made of it, what was sent where that is known, what the radio says, and how long
 * each stage took.
 *
 * @param name         of the picture; empty where nobody here knows it
 * @param number       of the transmission on the link
 * @param truth        what was sent
 * @param reception    what the receiver made of it
 * @param radio        identity and settings of the radio
 * @param counters     what the radio lost
 * @param trueSnr      linear Es/N0, where a simulation knows it
 * @param capture      received samples around the first burst, for the spectrum
 * @param milliseconds per stage
 */
public record TrialResult(Optional<String> name, int number, Optional<Truth> truth, Reception reception, Map<String, Object> radio,
        RadioCounters counters, OptionalDouble trueSnr, Iq capture, Map<String, Double> milliseconds) {

    /** Whether any burst of the picture arrived. */
    public boolean detected() {
        return reception.reassembly().framesReceived() > 0;
    }

    /** What plots and tables call it. */
    public String label() {
        return name.map(n -> n.replaceAll(".*[/\\\\]", "")).orElse("transmission " + number);
    }
}
