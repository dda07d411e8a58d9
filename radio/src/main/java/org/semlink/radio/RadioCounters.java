// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

/** Events that a radio survived: samples or bursts lost, late, or clipped by a converter. */
public record RadioCounters(long overflows, long underflows, long lateBursts, long clippedSamples) {

    public static final RadioCounters NONE = new RadioCounters(0, 0, 0, 0);

    /** Part of the samples above which clipping is more than the rare peaks of Gaussian symbols. */
    private static final double SATURATION = 1e-3;

    public RadioCounters plus(RadioCounters other) {
        return new RadioCounters(overflows + other.overflows, underflows + other.underflows, lateBursts + other.lateBursts,
                clippedSamples + other.clippedSamples);
    }

    /** What was added to {@code earlier} counts. */
    public RadioCounters since(RadioCounters earlier) {
        return new RadioCounters(overflows - earlier.overflows, underflows - earlier.underflows, lateBursts - earlier.lateBursts,
                clippedSamples - earlier.clippedSamples);
    }

    /** The same, without clipped samples unless a converter was saturated: clipped more than a thousandth of {@code samples}. */
    public RadioCounters saturated(long samples) {
        return clippedSamples > SATURATION * samples ? this : new RadioCounters(overflows, underflows, lateBursts, 0);
    }
}
