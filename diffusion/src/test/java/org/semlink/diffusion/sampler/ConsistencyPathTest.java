// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

class ConsistencyPathTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.REGISTRY.get("ddpm-linear");
    private static final Sampler CONSISTENCY = Sampler.REGISTRY.get("consistency");

    /** The second level lies half way to 24 dB, the third of three another eight on. */
    @ParameterizedTest
    @CsvSource({"0,2,12", "0,3,16", "-6,2,9", "15,2,19.5"})
    void levelsLieEvenOnTheWayToWhereNothingIsLeft(double db, int steps, double lastDb) {
        SamplingPath path = CONSISTENCY.path(SCHEDULE, Snr.fromDb(db), steps);
        assertThat(path.length()).isEqualTo(steps);
        assertThat(Snr.toDb(path.snr(0))).isCloseTo(db, within(1e-9));
        assertThat(Snr.toDb(path.snr(steps - 1))).isCloseTo(lastDb, within(1e-9));
    }

    @Test
    void whoStartsThereMakesOneJumpAndAboveTheScheduleNone() {
        assertThat(CONSISTENCY.path(SCHEDULE, Snr.fromDb(25), 2).length()).isEqualTo(1);
        assertThat(CONSISTENCY.path(SCHEDULE, Snr.fromDb(60), 2).length()).isZero();
        assertThatThrownBy(() -> CONSISTENCY.path(SCHEDULE, 1, 0)).isInstanceOf(SemlinkException.class).hasMessageContaining("--steps");
    }
}
