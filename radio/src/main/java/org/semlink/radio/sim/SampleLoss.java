// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import org.semlink.radio.RadioCounters;

/**
 * Received samples that never reach the host, from a random place of a burst on.
 *
 * <p>An {@code overflow} ({@code overflow=0.1}, {@code overflow-bursts=0/2}, {@code overflow-samples=500}) is flagged: it is counted and the
 * stream's numbering jumps. A {@code slip} (same options) is not: the stream closes up as if nothing had been there, and only the
 * simulation's description tells.
 */
final class SampleLoss implements Impairment {

    static final ImpairmentKind OVERFLOW = kind("overflow", true);
    static final ImpairmentKind SLIP = kind("slip", false);

    private static final int USUAL_SAMPLES = 500;

    private final String name;
    private final boolean flagged;
    private final BurstStretch lost;

    SampleLoss(String name, boolean flagged, BurstStretch lost) {
        this.name = name;
        this.flagged = flagged;
        this.lost = lost;
    }

    private static ImpairmentKind kind(String name, boolean flagged) {
        return new ImpairmentKind(List.of(name, name + "-bursts", name + "-samples"), settings -> {
            long samples = settings.spec().integer(name + "-samples", USUAL_SAMPLES, 1, 1 << 24);
            return BurstEvents.from(settings, name, name + "-bursts").map(events -> new SampleLoss(name, flagged, new BurstStretch(events, samples)));
        });
    }

    @Override
    public void reset(long seed) {
        lost.reset(seed);
    }

    @Override
    public void process(Block block) {
        if (lost.meets(block)) {
            block.remove(lost.from(), lost.to());
            if (flagged) {
                block.gap = lost.to() - lost.from();
                block.gapAt = lost.from();
            }
        }
    }

    @Override
    public RadioCounters counters() {
        return flagged ? new RadioCounters(lost.count(), 0, 0, 0) : RadioCounters.NONE;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put(name, lost.probability());
        into.put(name + "_samples", lost.samples());
        into.put(name + "_events", lost.count());
    }
}
