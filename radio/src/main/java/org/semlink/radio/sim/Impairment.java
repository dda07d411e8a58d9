// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.radio.RadioCounters;

/**
 * One imperfection of the simulated link, streaming: samples in, samples out, state kept between calls.
 *
 * <p>The output depends on the stream and the seed alone, never on how the stream is cut into blocks.
 */
interface Impairment {

    /** Back to the start of a stream whose random numbers come from {@code seed}. */
    void reset(long seed);

    /** Changes the next piece of the stream in place. */
    void process(Block block);

    /** Adds the settings in force and what was measured, as they go into results. */
    void describe(Map<String, Object> into);

    /** What a real radio would know of the damage done since {@link #reset}. */
    default RadioCounters counters() {
        return RadioCounters.NONE;
    }

    /**
     * Power gain averaged over the band and over the bursts since {@link #reset}, 1 in the long run; for what counts as fading.
     *
     * <p>Empty while no burst came through.
     */
    default OptionalDouble powerGain() {
        return OptionalDouble.of(1);
    }
}
