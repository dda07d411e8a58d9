// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

/** Events that a radio survived: samples or bursts lost, late, or clipped by a converter. */
public record RadioCounters(long overflows, long underflows, long lateBursts, long clippedSamples) {

    public static final RadioCounters NONE = new RadioCounters(0, 0, 0, 0);

    public RadioCounters plus(RadioCounters other) {
        return new RadioCounters(overflows + other.overflows, underflows + other.underflows, lateBursts + other.lateBursts,
                clippedSamples + other.clippedSamples);
    }

    /** What was added to {@code earlier} counts. */
    public RadioCounters since(RadioCounters earlier) {
        return new RadioCounters(overflows - earlier.overflows, underflows - earlier.underflows, lateBursts - earlier.lateBursts,
                clippedSamples - earlier.clippedSamples);
    }
}
