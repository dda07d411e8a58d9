// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.radio.RadioCounters;

/**
 * A transmitter that runs dry inside a burst: a hole of {@code underflow-samples} zeros at a random place, what follows stays where it
 * was; {@code underflow=0.1} by chance, {@code underflow-bursts=0/2} by number. The radio counts it.
 */
final class Underflow implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("underflow", "underflow-bursts", "underflow-samples"), Underflow::from);

    private static final int USUAL_SAMPLES = 500;

    private final BurstEvents events;
    private final long samples;
    private long seed;
    private long slot = -1;
    /** Of the present burst: samples seen, and where its hole begins; behind every burst where it has none. */
    private long seen;
    private long hole;
    private long count;

    Underflow(BurstEvents events, long samples) {
        this.events = events;
        this.samples = samples;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        long samples = settings.spec().integer("underflow-samples", USUAL_SAMPLES, 1, 1 << 24);
        return BurstEvents.from(settings, "underflow", "underflow-bursts").map(events -> new Underflow(events, samples));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        slot = -1;
        count = 0;
    }

    @Override
    public void process(Block block) {
        if (block.slot != slot) {
            slot = block.slot;
            seen = 0;
            Optional<SplittableRandom> event = events.at(seed, slot);
            hole = event.map(random -> random.nextLong(Math.max(1, block.burstLength - samples))).orElse(Long.MAX_VALUE / 2);
            count += event.isPresent() ? 1 : 0;
        }
        if (block.burst) {
            int from = (int) Math.max(0, Math.min(block.length, hole - seen));
            int to = (int) Math.max(0, Math.min(block.length, hole + samples - seen));
            Arrays.fill(block.iq, 2 * from, 2 * to, 0);
            seen += block.length;
        }
    }

    @Override
    public RadioCounters counters() {
        return new RadioCounters(0, count, 0, 0);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("underflow", events.probability());
        into.put("underflow_samples", samples);
    }
}
