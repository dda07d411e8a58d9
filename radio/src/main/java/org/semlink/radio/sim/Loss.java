// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.radio.RadioCounters;

/**
 * Bursts that never arrive, and leave silence of their length: lost on the way ({@code loss=0.1}, {@code drop=0/2}), which nobody counts,
 * or thrown away by a transmitter to which they came too late ({@code late=0.1}, {@code late-bursts=0/2}), which counts them.
 */
final class Loss implements Impairment {

    static final ImpairmentKind LOST = new ImpairmentKind(List.of("loss", "drop"),
            settings -> BurstEvents.from(settings, "loss", "drop").map(events -> new Loss(events, "loss", "bursts_dropped", false)));
    static final ImpairmentKind LATE = new ImpairmentKind(BurstEvents.keys("late"),
            settings -> BurstEvents.from(settings, "late", "late-bursts").map(events -> new Loss(events, "late", "bursts_late", true)));

    private final BurstEvents events;
    private final String option;
    private final String counted;
    private final boolean late;
    private long seed;
    private long slot = -1;
    private boolean lost;
    private long count;

    Loss(BurstEvents events, String option, String counted, boolean late) {
        this.events = events;
        this.option = option;
        this.counted = counted;
        this.late = late;
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
            lost = events.at(seed, slot).isPresent();
            count += lost ? 1 : 0;
        }
        if (lost) {
            Arrays.fill(block.iq, 0, 2 * block.length, 0);
        }
    }

    @Override
    public RadioCounters counters() {
        return late ? new RadioCounters(0, 0, count, 0) : RadioCounters.NONE;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put(option, events.probability());
        into.put(counted, count);
    }
}
