// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {

    @ParameterizedTest
    @CsvSource({"0, 0x0000", "1, 0x3c00", "-2, 0xc000", "65504, 0x7bff", "65520, 0x7c00", "65519.9, 0x7bff", "6.103515625e-5, 0x0400",
            "5.9604645e-8, 0x0001", "2.9802322e-8, 0x0000", "0.33325195, 0x3555", "1.0004883, 0x3c00", "1.0014648, 0x3c02"})
    void knownBits(float value, String bits) {
        assertThat(Half.fromFloat(value) & 0xffff).isEqualTo(Integer.decode(bits));
    }

    /** Every finite half survives the way to float and back. */
    @Test
    void allHalvesRoundTrip() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.fromFloat(value) & 0xffff).as("bits %04x", bits).isEqualTo(bits);
            }
        }
    }

    /** Rounds to the nearest of the two neighbours, found by search. */
    @Test
    void roundsToNearest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            float value = (float) ((0.01 + random.nextDouble()) * Math.pow(10, random.nextInt(-4, 4)));
            float rounded = Half.toFloat(Half.fromFloat(value));
            for (int step = -1; step <= 1; step += 2) {
                float neighbour = Half.toFloat((short) (Half.fromFloat(value) + step));
                assertThat(Math.abs(value - rounded)).as("value %s", value).isLessThanOrEqualTo(Math.abs(value - neighbour));
            }
        }
    }
}
