// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.common.Seeds;

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

    @Override
    public void describe(Map<String, Object> into) {
        stages.values().forEach(stage -> stage.describe(into));
    }

    @Override
    public long clippedSamples() {
        return stages.values().stream().mapToLong(Impairment::clippedSamples).sum();
    }

    @Override
    public OptionalDouble powerGain() {
        double product = 1;
        for (Impairment stage : stages.values()) {
            OptionalDouble gain = stage.powerGain();
            if (gain.isEmpty()) {
                return gain;
            }
            product *= gain.getAsDouble();
        }
        return OptionalDouble.of(product);
    }
}
