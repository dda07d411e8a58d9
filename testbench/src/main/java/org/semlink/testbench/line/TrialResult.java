// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.radio.Iq;
import org.semlink.radio.RadioCounters;

/**
 * All that one trial yields: what was sent, what was received, what the radio says, and how long each stage took.
 *
 * @param spec         what was asked for
 * @param transmission the truth
 * @param reception    what the receiver made of it
 * @param detected     whether any burst of the picture arrived
 * @param ceiling      the codec's own round trip: no result can be better
 * @param shrunk       decoded from linear MMSE shrinkage of the received latent: what no diffusion is needed for
 * @param radio        identity and settings of the radio
 * @param counters     what the radio lost
 * @param trueSnr      linear Es/N0, where a simulation knows it
 * @param capture      first received samples
 * @param milliseconds per stage
 */
public record TrialResult(TrialSpec spec, Transmission transmission, Reception reception, boolean detected, Picture ceiling, Picture shrunk,
        Map<String, Object> radio, RadioCounters counters, OptionalDouble trueSnr, Iq capture, Map<String, Double> milliseconds) {
}
