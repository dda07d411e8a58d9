// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.radio.RadioCounters;

/**
 * A transmitter that runs dry inside a burst: a hole of {@code underflow-samples} zeros at a random place, what follows stays where it
 * was; {@code underflow=0.1} by chance, {@code underflow-bursts=0/2} by number. The radio counts it.
 */
final class Underflow implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("underflow", "underflow-bursts", "underflow-samples"), Underflow::from);

    private static final int USUAL_SAMPLES = 500;

    private final BurstStretch hole;

    Underflow(BurstStretch hole) {
        this.hole = hole;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        long samples = settings.spec().integer("underflow-samples", USUAL_SAMPLES, 1, 1 << 24);
        return BurstEvents.from(settings, "underflow", "underflow-bursts").map(events -> new Underflow(new BurstStretch(events, samples)));
    }

    @Override
    public void reset(long seed) {
        hole.reset(seed);
    }

    @Override
    public void process(Block block) {
        if (hole.meets(block)) {
            Arrays.fill(block.iq, 2 * hole.from(), 2 * hole.to(), 0);
        }
    }

    @Override
    public RadioCounters counters() {
        return new RadioCounters(0, hole.count(), 0, 0);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("underflow", hole.probability());
        into.put("underflow_samples", hole.samples());
    }
}
