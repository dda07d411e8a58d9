// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftMonitorTest {

    /** A link whose known symbols show more the better it is, and scatter beyond chance. */
    private static KnownSymbolNoise burst(double snrDb, double chanceDb, double scatterDb, double shift, SplittableRandom random) {
        double deviation = Math.hypot(chanceDb, scatterDb);
        return new KnownSymbolNoise(snrDb, 0.02 * snrDb + deviation * (shift + random.nextGaussian()), chanceDb, false);
    }

    private static ExcessLaw law(int bursts, double chanceDb, double scatterDb, SplittableRandom random) {
        List<KnownSymbolNoise> seen = new ArrayList<>();
        for (int i = 0; i < bursts; i++) {
            seen.add(burst(-5 + 35.0 * i / bursts, chanceDb, scatterDb, 0, random));
        }
        return ExcessLaw.fit(seen);
    }

    private static double meanRunLength(ExcessLaw law, double chanceDb, double shift, int runs, SplittableRandom random) {
        long bursts = 0;
        for (int run = 0; run < runs; run++) {
            DriftMonitor monitor = new DriftMonitor(law);
            while (!monitor.add(burst(12, chanceDb, 0.1, shift, random))) {
                assertThat(monitor.drifted()).isFalse();
            }
            bursts += monitor.bursts();
        }
        return (double) bursts / runs;
    }

    /**
     * Siegmund's approximation says 9,550; run lengths are exponential, so 300 runs know their mean to 6 %. One-sided would be 19,100. Traffic
     * of another burst length than the calibration's (0.18 dB by chance) must be judged by its own.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.18, 0.8})
    void falseAlarmsAreAsRareAsStatedWhateverTheBurstsLength(double chanceDb) {
        SplittableRandom random = new SplittableRandom(21);
        ExcessLaw law = law(200_000, 0.18, 0.1, random);
        assertThat(meanRunLength(law, chanceDb, 0, 300, random)).isCloseTo(9550, within(0.25 * 9550));
    }

    /** What a calibration of 350 bursts leaves open must not ring: in the mean over calibrations still thousands of bursts. */
    @Test
    void aRealCalibrationsUncertaintyDoesNotRing() {
        SplittableRandom random = new SplittableRandom(22);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 10; k++) {
            least = Math.min(least, meanRunLength(law(350, 0.18, 0.1, random), 0.18, 0, 20, random));
        }
        assertThat(least).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.18", "-1, 0.18", "1, 0.8", "-1, 0.05"})
    void aChangeByOneDeviationIsFoundInSeventeenBursts(double shift, double chanceDb) {
        SplittableRandom random = new SplittableRandom(23);
        assertThat(meanRunLength(law(200_000, 0.18, 0.1, random), chanceDb, shift, 500, random)).isCloseTo(17, within(2.0));
    }

    @Test
    void saysHowFarThingsHaveMovedAndCountsByPrecision() {
        SplittableRandom random = new SplittableRandom(24);
        DriftMonitor monitor = new DriftMonitor(law(200_000, 0.18, 0.1, random));
        for (int i = 0; i < 30; i++) {
            monitor.add(new KnownSymbolNoise(10, 0.2 + 0.6, 0.2, false));
            monitor.add(new KnownSymbolNoise(10, 0.2 - 3, 200, false));
        }
        assertThat(monitor.shiftDb()).as("the vague ones hardly count").isCloseTo(0.6, within(0.02));
        assertThat(monitor.drifted()).isTrue();
        assertThat(monitor.bursts()).isEqualTo(60);
    }

    /** Where the estimate is made of the known symbols alone, their excess is 0 whatever happens. */
    @Test
    void burstsThatTellNothingDoNotCount() {
        DriftMonitor monitor = new DriftMonitor(law(1000, 0.18, 0.1, new SplittableRandom(25)));
        for (int i = 0; i < 1000; i++) {
            monitor.add(new KnownSymbolNoise(29, 0, 0, false));
        }
        assertThat(monitor.bursts()).isZero();
        assertThat(monitor.drifted()).isFalse();
    }
}
