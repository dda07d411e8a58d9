// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.common.Seeds;
import org.semlink.radio.RadioCounters;

/** Named impairments one after the other, in the order given; each gets a seed of its own by name. */
final class ImpairmentChain implements Impairment {

    private final Map<String, Impairment> stages;

    ImpairmentChain(Map<String, Impairment> stages) {
        this.stages = new LinkedHashMap<>(stages);
    }

    @Override
    public void reset(long seed) {
        stages.forEach((name, stage) -> stage.reset(Seeds.child(seed, name)));
    }

    @Override
    public void process(Block block) {
        for (Impairment stage : stages.values()) {
            stage.process(block);
        }
    }

    /** {@inheritDoc} With them goes the order of the stages. */
    @Override
    public void describe(Map<String, Object> into) {
        into.put("order", List.copyOf(stages.keySet()));
        stages.values().forEach(stage -> stage.describe(into));
    }

    @Override
    public RadioCounters counters() {
        RadioCounters sum = RadioCounters.NONE;
        for (Impairment stage : stages.values()) {
            sum = sum.plus(stage.counters());
        }
        return sum;
    }

    /** {@inheritDoc} Only what comes before the noise changes the ratio of the two; behind it, signal and noise share their fate. */
    @Override
    public OptionalDouble powerGain() {
        double product = 1;
        for (Map.Entry<String, Impairment> stage : stages.entrySet()) {
            if (stage.getKey().equals(Awgn.NAME)) {
                break;
            }
            OptionalDouble gain = stage.getValue().powerGain();
            if (gain.isEmpty()) {
                return gain;
            }
            product *= gain.getAsDouble();
        }
        return OptionalDouble.of(product);
    }
}
