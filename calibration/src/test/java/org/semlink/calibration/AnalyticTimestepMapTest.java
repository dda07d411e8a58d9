// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

class AnalyticTimestepMapTest {

    private final TimestepMap map = new AnalyticTimestepMap(NoiseSchedule.REGISTRY.get("ddpm-linear"));

    /** From the golden table; the same SNR taken per real instead of per complex symbol would land 3.01 dB away, at 65.8. */
    @Test
    void tenDecibelsIsTimestep92() {
        assertThat(map.choose(Snr.fromDb(10)).timestep()).isCloseTo(92.38, within(0.006));
        assertThat(map.name()).isEqualTo("analytic(ddpm-linear)");
    }

    @Test
    void fallsWithTheSnrAndStaysOnTheSchedule() {
        double last = Double.POSITIVE_INFINITY;
        for (double db = -60; db <= 60; db += 0.25) {
            double timestep = map.choose(Snr.fromDb(db)).timestep();
            assertThat(timestep).as("%s dB", db).isBetween(0.0, 999.0).isLessThanOrEqualTo(last);
            last = timestep;
        }
    }
}
