// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.testbench.line.FrameCounts;

/** What a continuous reception heard and missed, as {@code summary.json} has it under {@code reception}. */
public final class ReceptionJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReceptionJson() {
    }

    /**
     * The object.
     *
     * @param endedBy what ended it, or that it has not ended
     * @param samples received
     * @param gaps    how often samples were lost
     */
    public static ObjectNode of(String endedBy, Radio radio, long samples, long gaps, FrameCounts counts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ended_by", endedBy);
        node.set("radio", MAPPER.valueToTree(radio.description()));
        node.put("samples", samples);
        node.put("seconds", samples / radio.sampleRateHz());
        node.put("gaps", gaps);
        RadioCounters counters = radio.counters();
        node.put("overflows", counters.overflows());
        node.put("clipped_samples", counters.clippedSamples());
        node.putObject("transmissions").put("complete", counts.complete()).put("incomplete", counts.incomplete()).put("missed", counts.missed());
        node.putObject("frames").put("received", counts.received()).put("lost", counts.lost()).put("duplicate", counts.duplicates())
                .put("unreadable_header", counts.broken()).put("not_ours", counts.foreign()).put("other_model", counts.otherModel());
        return node;
    }
}
