// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftMonitorTest {

    private static double meanRunLength(double shift, int runs) {
        SplittableRandom random = new SplittableRandom(21);
        DriftMonitor monitor = new DriftMonitor(new LinkCalibration.Residual(0.3, 0.2));
        long bursts = 0;
        for (int run = 0; run < runs; run++) {
            while (!monitor.add(0.3 + 0.2 * (shift + random.nextGaussian()))) {
                assertThat(monitor.drifted()).isFalse();
            }
            bursts += monitor.bursts();
            monitor.restart();
        }
        return (double) bursts / runs;
    }

    /** Siegmund's approximation says 9,550; run lengths are exponential, so 300 runs know their mean to 6 %. One-sided would be 19,100. */
    @Test
    void falseAlarmsAreAsRareAsStated() {
        assertThat(meanRunLength(0, 300)).isCloseTo(9550, within(0.25 * 9550));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -1})
    void aChangeByOneDeviationIsFoundInSeventeenBursts(double shift) {
        assertThat(meanRunLength(shift, 500)).isCloseTo(17, within(2.0));
    }

    @Test
    void saysHowFarThingsHaveMoved() {
        DriftMonitor monitor = new DriftMonitor(new LinkCalibration.Residual(0.3, 0.2));
        for (int i = 0; i < 10; i++) {
            monitor.add(0.9);
        }
        assertThat(monitor.meanShiftDb()).isCloseTo(0.6, within(1e-12));
        assertThat(monitor.drifted()).isTrue();
    }
}
