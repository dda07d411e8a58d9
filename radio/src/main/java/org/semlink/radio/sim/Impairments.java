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
 * All impairments by key, in the order in which a signal meets them: sending host, signal path, receiving host.
 *
 * <p>A new one is one class and one line here; the place of the line is its place in the link, which {@code order} can change for the
 * signal path ({@link StageOrder}).
 */
final class Impairments {

    /** Whether and when a burst leaves the sending host. */
    static final Registry<ImpairmentKind> SENDING_HOST = Registry.<ImpairmentKind>of("impairment")
            .with("delay", Delay.KIND)
            .with("late", Loss.LATE)
            .with("loss", Loss.LOST)
            .with("underflow", Underflow.KIND)
            .with("hold", HeldSample.KIND);

    /** What happens to the waveform: transmitter, air, receiver. */
    static final Registry<ImpairmentKind> SIGNAL_PATH = Registry.<ImpairmentKind>of("impairment")
            .with("dac", Converter.DAC)
            .with("lo", LoLeakage.KIND)
            .with("pa", RappAmplifier.KIND)
            .with("channel", Channels.KIND)
            .with("sfo", SamplingOffset.KIND)
            .with("cfo", CarrierOffset.KIND)
            .with("phasenoise", PhaseNoise.KIND)
            .with("interferer", Interferer.KIND)
            .with(Awgn.NAME, Awgn.KIND)
            .with("gain-step", GainStep.KIND)
            .with("iq", IqImbalance.KIND)
            .with("startup", StartupTransient.KIND)
            .with("adc", Converter.ADC);

    /** Whether and when samples reach the receiving host. */
    static final Registry<ImpairmentKind> RECEIVING_HOST = Registry.<ImpairmentKind>of("impairment")
            .with("slip", SampleLoss.SLIP)
            .with("overflow", SampleLoss.OVERFLOW)
            .with("stall", Stall.KIND)
            .with("first-timeouts", FirstReads.KIND);

    private static final List<Registry<ImpairmentKind>> ALL = List.of(SENDING_HOST, SIGNAL_PATH, RECEIVING_HOST);

    private Impairments() {
    }

    /** Every radio option of every impairment. */
    static List<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        ALL.forEach(part -> part.names().forEach(name -> keys.addAll(part.get(name).keys())));
        keys.add(StageOrder.KEY);
        return new ArrayList<>(keys);
    }

    /** The impairments that these settings ask for, in their physical order or in the one asked for. */
    static ImpairmentChain chain(SimSettings settings) {
        Map<String, Impairment> stages = new LinkedHashMap<>(make(SENDING_HOST, settings));
        Map<String, Impairment> path = make(SIGNAL_PATH, settings);
        StageOrder.arrange(path.keySet(), settings.spec()).forEach(name -> stages.put(name, path.get(name)));
        stages.putAll(make(RECEIVING_HOST, settings));
        return new ImpairmentChain(stages);
    }

    private static Map<String, Impairment> make(Registry<ImpairmentKind> part, SimSettings settings) {
        Map<String, Impairment> stages = new LinkedHashMap<>();
        part.names().forEach(name -> part.get(name).make().apply(settings).ifPresent(stage -> stages.put(name, stage)));
        return stages;
    }
}
