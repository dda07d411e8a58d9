// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semlink.common.Registry;

/**
 * All impairments by key, in the order in which a signal meets them: transmitter, air, receiver.
 *
 * <p>A new one is one class and one line here; the place of the line is its place in the link.
 */
final class Impairments {

    static final Registry<ImpairmentKind> KINDS = Registry.<ImpairmentKind>of("impairment")
            .with("delay", Delay.KIND)
            .with("loss", Loss.KIND)
            .with("dac", Converter.DAC)
            .with("lo", LoLeakage.KIND)
            .with("pa", RappAmplifier.KIND)
            .with("channel", Channels.KIND)
            .with("sfo", SamplingOffset.KIND)
            .with("cfo", CarrierOffset.KIND)
            .with("phasenoise", PhaseNoise.KIND)
            .with("snr", Awgn.KIND)
            .with("iq", IqImbalance.KIND)
            .with("adc", Converter.ADC);

    private Impairments() {
    }

    /** Every radio option of every impairment. */
    static List<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        KINDS.names().forEach(name -> keys.addAll(KINDS.get(name).keys()));
        return new ArrayList<>(keys);
    }

    /** The impairments that these settings ask for, in their physical order. */
    static ImpairmentChain chain(SimSettings settings) {
        Map<String, Impairment> stages = new LinkedHashMap<>();
        KINDS.names().forEach(name -> KINDS.get(name).make().apply(settings).ifPresent(stage -> stages.put(name, stage)));
        return new ImpairmentChain(stages);
    }
}
