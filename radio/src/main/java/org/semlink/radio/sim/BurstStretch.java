// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Optional;
import java.util.SplittableRandom;

/** A stretch of samples at a random place inside each burst that an event hits, found block by block. */
final class BurstStretch {

    /** Behind every burst, with room to add to. */
    private static final long NOWHERE = Long.MAX_VALUE / 2;

    private final BurstEvents events;
    private final long samples;
    private long seed;
    private long slot = -1;
    /** Samples of the present burst in earlier blocks, and where in it the stretch begins. */
    private long seen;
    private long start;
    private long count;
    private int from;
    private int to;

    BurstStretch(BurstEvents events, long samples) {
        this.events = events;
        this.samples = samples;
    }

    void reset(long seed) {
        this.seed = seed;
        slot = -1;
        count = 0;
    }

    /** Whether any of the stretch lies in this block: {@link #from} to {@link #to}. Every block comes by once, in order. */
    boolean meets(Block block) {
        if (block.slot != slot) {
            slot = block.slot;
            seen = 0;
            Optional<SplittableRandom> event = events.at(seed, slot);
            start = event.map(random -> random.nextLong(Math.max(1, block.burstLength - samples))).orElse(NOWHERE);
            count += event.isPresent() ? 1 : 0;
        }
        if (!block.burst) {
            return false;
        }
        from = (int) Math.max(0, Math.min(block.length, start - seen));
        to = (int) Math.max(0, Math.min(block.length, start + samples - seen));
        seen += block.length;
        return to > from;
    }

    /** First sample of the stretch in the block met last. */
    int from() {
        return from;
    }

    /** First sample behind it. */
    int to() {
        return to;
    }

    /** Bursts hit since the reset. */
    long count() {
        return count;
    }

    double probability() {
        return events.probability();
    }

    long samples() {
        return samples;
    }
}
