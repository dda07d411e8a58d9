// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/** From the SNR that a radio measured to the diffusion timestep that matches it. */
public interface TimestepMap {

    /** Continuous timestep for a linear SNR; falls as the SNR grows. */
    double timestep(double snr);

    /** How results call this map. */
    String name();
}
