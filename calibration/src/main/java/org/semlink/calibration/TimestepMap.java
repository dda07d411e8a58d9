// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/** From the SNR that a radio measured to the diffusion timestep that matches it. Never rises with the SNR. */
public interface TimestepMap {

    /** What to do with a reception whose estimated SNR (linear, positive) is this. */
    TimestepChoice choose(double estimatedSnr);

    /** As {@link #choose} for an SNR (linear, positive) that is known already and needs no correction: that of receptions put together. */
    TimestepChoice chooseFor(double realSnr);

    /**
     * Which share of a burst's noise is alike on all its symbols, from 0 to 1, given the burst's estimated SNR (linear, positive): by so
     * much the receiver's noise map is to be evened out ({@link FlatShare}).
     */
    double flatShare(double estimatedSnr);

    /** How results call this map. */
    String name();
}
