// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/** From the SNR that a radio measured to the diffusion timestep that matches it. Never rises with the SNR. */
public interface TimestepMap {

    /** What to do with a reception whose estimated SNR (linear, positive) is this. */
    TimestepChoice choose(double estimatedSnr);

    /** As {@link #choose} for an SNR (linear, positive) that is known already and needs no correction: that of receptions put together. */
    TimestepChoice chooseFor(double realSnr);

    /** How results call this map. */
    String name();
}
