// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.Reassembly;
import org.semlink.testbench.line.TrialResult;

/** The {@code link} part of a result: means over the bursts that arrived, linear before they become dB. */
final class LinkJson {

    private static final String NOTHING = "no burst arrived";

    private LinkJson() {
    }

    static void write(ObjectNode node, TrialResult trial, Waveform waveform) {
        Reassembly reassembly = trial.reception().reassembly();
        List<LinkState> links = reassembly.links();
        node.put("detected", trial.detected());
        node.put("transmission", trial.number());
        node.put("waveform", waveform.name());
        node.put("sample_rate_hz", waveform.sampleRateHz());
        ObjectNode frames = node.putObject("frames");
        frames.put("sent", reassembly.framesExpected());
        frames.put("received", reassembly.framesReceived());
        frames.put("lost", reassembly.framesExpected() - reassembly.framesReceived());
        frames.put("duplicate", reassembly.duplicates());
        frames.put("stray", reassembly.strayFrames());
        Numbers.putDb(node, "snr_db", reassembly.snr(), NOTHING);
        ObjectNode combined = node.putObject("combined");
        combined.put("transmissions", trial.reception().combined());
        Numbers.putDb(combined, "snr_db", trial.detected() ? trial.reception().combinedSnr() : 0, NOTHING);
        if (trial.trueSnr().isPresent()) {
            Numbers.putDb(node, "true_snr_db", trial.trueSnr().getAsDouble(), "the link has no noise");
        } else {
            Numbers.putNull(node, "true_snr_db", "only a simulated radio knows it");
        }
        ObjectNode noise = node.putObject("noise_estimates_db");
        Numbers.putDb(noise, "training", mean(links, LinkState::noiseFromTraining), NOTHING);
        Numbers.putDb(noise, "nulls", mean(links, LinkState::noiseFromNulls), NOTHING);
        Numbers.putDb(noise, "pilots", mean(links, LinkState::noiseFromPilots), NOTHING);
        ArrayNode known = node.putArray("known_symbols");
        for (LinkState link : links) {
            KnownSymbolNoise burst = KnownSymbolNoise.of(link);
            known.addObject().put("snr_db", Numbers.rounded(burst.snrDb())).put("excess_db", Numbers.rounded(burst.excessDb()))
                    .put("deviation_db", Numbers.rounded(burst.deviationDb())).put("floored", burst.floored());
        }
        node.put("impairment_limited", links.stream().anyMatch(LinkState::impairmentLimited));
        Numbers.put(node, "cfo_hz", mean(links, LinkState::cfoHz), NOTHING);
        Numbers.put(node, "evm_percent", 100 * Math.sqrt(mean(links, l -> l.evm() * l.evm())), NOTHING);
        if (trial.truth().isPresent()) {
            node.put("clipped_elements", trial.truth().get().transmission().mapped().clipped());
        } else {
            Numbers.putNull(node, "clipped_elements", ResultJson.UNKNOWN);
        }
        node.put("overflows", trial.counters().overflows());
        node.put("underflows", trial.counters().underflows());
        node.put("late_bursts", trial.counters().lateBursts());
        node.put("clipped_samples", trial.counters().clippedSamples());
    }

    private static double mean(List<LinkState> links, ToDoubleFunction<LinkState> quantity) {
        return links.stream().mapToDouble(quantity).average().orElse(Double.NaN);
    }
}
