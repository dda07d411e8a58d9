// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.NoiseEstimates;

class KnownSymbolNoiseTest {

    private static LinkState link(double pilots, double combined, double floor, int degrees, int pilotDegrees) {
        return new LinkState(1 / combined, 0, 0, new NoiseEstimates(0.1, 0.1, pilots, combined, 0, floor, degrees, pilotDegrees, false), 0.1,
                new float[2], new double[1]);
    }

    private static double power(int samples, SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < 2 * samples; i++) {
            double g = random.nextGaussian();
            sum += g * g / 2;
        }
        return sum / samples;
    }

    /** The same arithmetic as a receiver's, on white noise: mean 0 and the deviation stated, to 3 standard errors of 4,000 draws. */
    @ParameterizedTest
    @CsvSource({"30, 20, false", "200, 400, false", "30, 60, true", "300, 100, true"})
    void chanceHasTheMeanAndTheDeviationThatAreStated(int known, int silent, boolean floored) {
        SplittableRandom random = new SplittableRandom(31);
        SummaryStatistics excess = new SummaryStatistics();
        double stated = 0;
        for (int i = 0; i < 4000; i++) {
            double ofKnown = power(known, random);
            double ofSilent = power(silent, random);
            double combined = floored ? ofSilent : (known * ofKnown + silent * ofSilent) / (known + silent);
            KnownSymbolNoise noise = KnownSymbolNoise.of(link(ofKnown, combined, floored ? 0.1 : 0, floored ? silent : known + silent, known));
            excess.addValue(noise.excessDb());
            stated = noise.deviationDb();
        }
        assertThat(excess.getMean()).isCloseTo(0, within(3 * stated / Math.sqrt(4000)));
        assertThat(excess.getStandardDeviation() / stated).isCloseTo(1, within(0.05));
    }

    @Test
    void aFloorLeavesNoResidual() {
        assertThat(KnownSymbolNoise.of(link(0.2, 0.1, 0.1, 100, 100)).residualDb()).isZero();
        assertThat(KnownSymbolNoise.of(link(0.2, 0.1, 0.1, 100, 100)).excessDb()).isCloseTo(3.01, within(0.01));
        assertThat(KnownSymbolNoise.of(link(0.2, 0.1, 0, 200, 100)).residualDb()).isCloseTo(3.0103 + 0.0109, within(0.001));
    }

    @Test
    void anEstimateOfKnownSymbolsAloneTellsNothing() {
        assertThat(KnownSymbolNoise.of(link(0.1, 0.1, 0, 100, 100)).tells()).isFalse();
        assertThatThrownBy(() -> new KnownSymbolNoise(Double.NaN, 0, 1, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }
}
