// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A radio pair, or one end of it: real, simulated or recorded.
 *
 * <p>Used by one thread. Transfers may be partial; nothing blocks for ever. Closing silences the transmitter.
 */
public interface Radio extends AutoCloseable {

    double sampleRateHz();

    /**
     * Begins a new trial without opening the radio again: counts start at zero, what hardware has received so far is dropped, and what is
     * random in the radio starts over from {@code seed}, so that a simulation behaves as if it had just been opened with it.
     */
    void beginTrial(long seed);

    /**
     * Waits, {@code most} at most, until {@link #transmit} would send the burst without waiting for leave; whether it would now. Refuses what
     * it would refuse. Only hardware has limits.
     */
    default boolean awaitLeave(Iq burst, Duration most) {
        return true;
    }

    /** Forgets what hardware has received and nobody has asked for yet; a simulation or a recording has only what it must deliver. */
    default void forget() {
    }

    /** Sends one burst whole, zeros before and after it as the hardware needs, and after a wait where transmit limits ask for one. */
    void transmit(Iq burst);

    /**
     * The next received samples, at most {@code maxSamples}, or that none came within {@code timeout}, or, from a radio with an end
     * (simulation, recording, a pair that hears itself), that all there is has been delivered; after the end {@link #transmit} may bring
     * more.
     */
    ReceivedSamples receive(int maxSamples, Duration timeout);

    /** Counts of what went wrong since the trial began. */
    RadioCounters counters();

    /** Identity and actual settings, as they go into results; insertion order is kept. */
    Map<String, Object> description();

    /** Linear Es/N0 of payload symbols averaged over the band, where a simulation knows it. */
    OptionalDouble trueSnr();

    @Override
    void close();
}
