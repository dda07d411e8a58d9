// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * The link SNRs that a sampler passes through: exactly as many levels as asked for, the first where the channel left off.
 *
 * <p>Timesteps fall in equal parts from the start towards the cleanest c, {@code t_k = c + (t_0 - c) (S - k) / S}, kept continuous:
 * rounding to the grid would merge steps when the start is near the clean end. Above the schedule's top there is nothing to denoise and the path is empty.
 */
public final class SamplingPath {

    private final double[] snrs;

    private SamplingPath(double[] snrs) {
        this.snrs = snrs;
    }

    /** The path of {@code steps} levels from {@code snr} (linear) along a schedule. */
    public static SamplingPath of(NoiseSchedule schedule, double snr, int steps) {
        if (steps < 1) {
            throw org.semlink.common.SemlinkException.input("--steps must be at least 1, got %d", steps);
        }
        if (schedule.isCleanerThanTop(snr)) {
            return new SamplingPath(new double[0]);
        }
        double cleanest = schedule.cleanest();
        double range = schedule.timestep(snr) - cleanest;
        double[] snrs = new double[steps];
        snrs[0] = snr;
        for (int k = 1; k < steps; k++) {
            snrs[k] = schedule.snr(cleanest + range * (steps - k) / steps);
        }
        return new SamplingPath(snrs);
    }

    /** A path through given SNRs (linear, rising). */
    public static SamplingPath through(double... snrs) {
        for (int k = 1; k < snrs.length; k++) {
            if (snrs[k] <= snrs[k - 1]) {
                throw new IllegalArgumentException("path must rise, got " + snrs[k - 1] + " then " + snrs[k]);
            }
        }
        return new SamplingPath(snrs.clone());
    }

    /** Number of levels. */
    public int length() {
        return snrs.length;
    }

    /** SNR of level {@code k}. */
    public double snr(int k) {
        return snrs[k];
    }
}
