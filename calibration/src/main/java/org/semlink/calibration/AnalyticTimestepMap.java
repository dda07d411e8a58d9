// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import org.semlink.diffusion.schedule.NoiseSchedule;

/** The map that the schedule itself gives: the timestep at which {@code abar / (1 - abar)} equals the SNR. */
public final class AnalyticTimestepMap implements TimestepMap {

    private final NoiseSchedule schedule;

    public AnalyticTimestepMap(NoiseSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public TimestepChoice choose(double estimatedSnr) {
        return chooseFor(estimatedSnr);
    }

    @Override
    public TimestepChoice chooseFor(double realSnr) {
        return new TimestepChoice(realSnr, realSnr, schedule.timestep(realSnr), false);
    }

    /** The receiver's noise map stands as it is. */
    @Override
    public double flatShare(double estimatedSnr) {
        return 0;
    }

    @Override
    public String name() {
        return "analytic(" + schedule.name() + ")";
    }
}
