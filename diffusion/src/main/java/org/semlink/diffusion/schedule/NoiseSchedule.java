// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

/**
 * A diffusion's noise schedule, seen as a monotone map between continuous timestep and SNR.
 *
 * <p>Timestep 0 is the cleanest level that the schedule knows. All SNRs are linear; between grid points the map is linear in dB.
 */
public interface NoiseSchedule {

    String name();

    /** Number of grid steps T; timesteps run from 0 to T - 1. */
    int steps();

    /** SNR of a timestep, clamped to [0, T - 1]: {@code abar_t / (1 - abar_t)}. */
    double snr(double timestep);

    /** The timestep of an SNR, clamped to [0, T - 1]. */
    double timestep(double snr);

    /** Whether {@code snr} is above the cleanest level, so that there is nothing to denoise. */
    default boolean isCleanerThanTop(double snr) {
        return snr > snr(0);
    }
}
