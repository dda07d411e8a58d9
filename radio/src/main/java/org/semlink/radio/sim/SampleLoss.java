// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
    private final BurstEvents events;
    private final long samples;
    private long seed;
    private long slot = -1;
    private long seen;
    private long start;
    private long count;

    SampleLoss(String name, boolean flagged, BurstEvents events, long samples) {
        this.name = name;
        this.flagged = flagged;
        this.events = events;
        this.samples = samples;
    }

    private static ImpairmentKind kind(String name, boolean flagged) {
        return new ImpairmentKind(List.of(name, name + "-bursts", name + "-samples"), settings -> {
            long samples = settings.spec().integer(name + "-samples", USUAL_SAMPLES, 1, 1 << 24);
            return BurstEvents.from(settings, name, name + "-bursts").map(events -> new SampleLoss(name, flagged, events, samples));
        });
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
            start = event.map(random -> random.nextLong(Math.max(1, block.burstLength - samples))).orElse(Long.MAX_VALUE / 2);
            count += event.isPresent() ? 1 : 0;
        }
        if (!block.burst) {
            return;
        }
        int from = (int) Math.max(0, Math.min(block.length, start - seen));
        int to = (int) Math.max(0, Math.min(block.length, start + samples - seen));
        seen += block.length;
        if (to > from) {
            block.remove(from, to);
            if (flagged) {
                block.gap = to - from;
                block.gapAt = from;
            }
        }
    }

    @Override
    public RadioCounters counters() {
        return flagged ? new RadioCounters(count, 0, 0, 0) : RadioCounters.NONE;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put(name, events.probability());
        into.put(name + "_samples", samples);
        into.put(name + "_events", count);
    }
}
