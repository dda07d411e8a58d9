// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.semlink.radio.RadioCounters;

/** What a radio's counters say that went wrong, in words. */
final class RadioHarm {

    private RadioHarm() {
    }

    /**
     * One line; empty if nothing went wrong.
     *
     * @param clippingRemedy what helps against clipped samples
     */
    static Optional<String> of(RadioCounters counters, String clippingRemedy) {
        List<String> harm = new ArrayList<>();
        addIf(harm, counters.lateBursts(), "late bursts were not sent");
        addIf(harm, counters.underflows(), "underflows made holes");
        addIf(harm, counters.overflows(), "overflows lost samples");
        addIf(harm, counters.clippedSamples(), "samples were clipped: peaks of analog symbols above full scale; " + clippingRemedy);
        return harm.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", harm));
    }

    /** The same of a trial's result; the rare peaks of Gaussian symbols that any converter clips are no harm. */
    static Optional<String> of(ObjectNode result) {
        double values = 3.0 * result.at("/size/width").intValue() * result.at("/size/height").intValue();
        long channelUses = Math.round(values * result.at("/bandwidth_ratio/with_overhead").doubleValue());
        JsonNode link = result.get("link");
        RadioCounters counters = new RadioCounters(link.get("overflows").longValue(), link.get("underflows").longValue(),
                link.get("late_bursts").longValue(), link.get("clipped_samples").longValue());
        return of(counters.saturated(channelUses), "lower the level: OFDM's noise map sees what this costs, single carrier's does not");
    }

    private static void addIf(List<String> harm, long count, String what) {
        if (count > 0) {
            harm.add(count + " " + what);
        }
    }
}
