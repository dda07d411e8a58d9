// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host interface that brings nothing for a while and then goes on without loss: {@code stall-reads} reads time out before the samples
 * of a burst come, {@code stall=0.1} by chance, {@code stall-bursts=0/2} by number.
 */
final class Stall implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("stall", "stall-bursts", "stall-reads"), Stall::from);

    private static final int USUAL_READS = 3;

    private final BurstEvents events;
    private final int reads;
    private long seed;
    private long slot = -1;
    private long count;

    Stall(BurstEvents events, int reads) {
        this.events = events;
        this.reads = reads;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        int reads = (int) settings.spec().integer("stall-reads", USUAL_READS, 1, 1000);
        return BurstEvents.from(settings, "stall", "stall-bursts").map(events -> new Stall(events, reads));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        slot = -1;
        count = 0;
    }

    @Override
    public void process(Block block) {
        if (block.burst && block.slot != slot) {
            slot = block.slot;
            if (events.at(seed, slot).isPresent()) {
                block.timeouts += reads;
                count++;
            }
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("stall", events.probability());
        into.put("stall_reads", reads);
        into.put("stalls", count);
    }
}
