// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

import org.semlink.common.Registry;

/**
 * A diffusion's noise schedule, seen as a monotone map between continuous timestep and SNR.
 *
 * <p>Timesteps run from {@link #cleanest} to {@link #noisiest} and count as the schedule's own literature does. All SNRs are linear; a
 * schedule that is known only on a grid is linear in dB between its points.
 */
public interface NoiseSchedule {

    /** Schedules by name. */
    Registry<NoiseSchedule> REGISTRY = Registry.<NoiseSchedule>of("schedule")
            .with("ddpm-linear", DiscreteSchedule.ddpmLinear())
            .with("scaled-linear", DiscreteSchedule.scaledLinear())
            .with("cosine", DiscreteSchedule.cosine())
            .with("edm", new EdmSchedule())
            .with("rectified-flow", new RectifiedFlowSchedule());

    String name();

    /** Timestep of the cleanest level. */
    double cleanest();

    /** Timestep of the noisiest level, above {@link #cleanest}. */
    double noisiest();

    /** SNR of a timestep, clamped to the ends: {@code abar_t / (1 - abar_t)}. */
    double snr(double timestep);

    /** The timestep of an SNR, clamped to the ends; an SNR that is no number is the noisiest. */
    double timestep(double snr);

    /** Whether {@code snr} is above the cleanest level, so that there is nothing to denoise. */
    default boolean isCleanerThanTop(double snr) {
        return snr > snr(cleanest());
    }
}
