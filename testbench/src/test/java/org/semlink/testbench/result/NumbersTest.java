// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    /** Decimal arithmetic over the exact value. */
    private static void requireRounded(double value) {
        assertThat(Numbers.rounded(value)).as("%s", new BigDecimal(value)).isEqualTo(new BigDecimal(value).round(new MathContext(6)).doubleValue());
    }

    /** Of all sizes that a double has, and of those that results have. */
    @Test
    void sixDigitsAreThoseOfDecimalArithmetic() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                requireRounded(value);
            }
            requireRounded((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-8, 10)));
        }
    }

    /** Halves that a double holds exactly, and what lies one step beside them. */
    @Test
    void halvesGoAwayFromZero() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 10_000; i++) {
            double half = (random.nextInt(100_000, 1_000_000) + 0.5) * Math.pow(2, -random.nextInt(0, 4)) * Math.pow(10, random.nextInt(0, 6));
            requireRounded(half);
            requireRounded(-half);
            requireRounded(Math.nextUp(half));
            requireRounded(Math.nextDown(half));
        }
        assertThat(Numbers.rounded(100_000.5)).isEqualTo(100_001);
        assertThat(Numbers.rounded(-100_002.5)).isEqualTo(-100_003);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1, 10, 1e22, 1e-16, 1e-17, 999_999.5, 0.9999995, 9.999995, 99_999.95, 99_999.94999999999,
        Double.MIN_VALUE, Double.MAX_VALUE})
    void edges(double value) {
        requireRounded(value);
        requireRounded(Math.nextUp(value) == Double.POSITIVE_INFINITY ? value : Math.nextUp(value));
        requireRounded(Math.nextDown(value));
    }
}
