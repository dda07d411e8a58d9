// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Seeds;

class ScaleTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ticksAreRoundFewAndHoldAllValues(long seed) {
        SplittableRandom random = Seeds.random(seed, "scale");
        for (int i = 0; i < 200; i++) {
            double low = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-3, 6));
            double high = low + random.nextDouble(1e-2, 1) * Math.pow(10, random.nextInt(-2, 6));
            Scale scale = Scale.over(high, low, Double.NaN);
            assertThat(scale.min()).isLessThanOrEqualTo(low + 1e-9 * Math.abs(low));
            assertThat(scale.max()).isGreaterThanOrEqualTo(high - 1e-9 * Math.abs(high));
            assertThat(scale.ticks()).hasSizeBetween(4, 8);
            for (Scale.Tick tick : scale.ticks()) {
                assertThat(Double.parseDouble(tick.label().replace('\u2212', '-'))).isCloseTo(tick.value(), within(1e-6 * (scale.max() - scale.min())));
                assertThat(scale.position(tick.value())).isBetween(-1e-9, 1 + 1e-9);
            }
        }
    }

    @Test
    void oneValueStandsInTheMiddleOfAnAxis() {
        assertThat(Scale.over(7, 7, 7).position(7)).isBetween(0.2, 0.8);
        assertThat(Scale.over().ticks()).isNotEmpty();
    }

    @Test
    void ratiosAreEquallyFarApartAndNamedAsFractions() {
        Scale scale = Scale.ratios(1 / 48.0, 1 / 12.0, 1 / 24.0);
        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("1/48", "1/24", "1/12");
        assertThat(scale.position(1 / 24.0) - scale.position(1 / 48.0)).isCloseTo(scale.position(1 / 12.0) - scale.position(1 / 24.0), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0.083333, 1/12", "0.0833, 1/12", "0.08, 0.08", "0.9, 0.9", "0.5, 1/2", "1.5, 1.5"})
    void fractionsOnlyWhereTheyAreTrue(double ratio, String text) {
        assertThat(Scale.fraction(ratio)).isEqualTo(text);
    }
}
