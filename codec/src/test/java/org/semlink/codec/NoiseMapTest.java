// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseMapTest {

    private static final float LOST = Float.POSITIVE_INFINITY;

    /** The arithmetic mean, not that of the dB values (which would be 0.1). */
    @Test
    void scalarIsTheArithmeticMeanOfWhatArrived() {
        ObservedSymbols flat = apply("scalar", new float[] {0.01f, 1, LOST, 0.01f, 1});
        assertThat(flat.noiseVariance()).containsExactly(new float[] {0.505f, 0.505f, LOST, 0.505f, 0.505f}, within(1e-6f));
        assertThat(flat.snr()).isCloseTo(1 / 0.505, within(1e-5));
    }

    @Test
    void perElementTouchesNothing() {
        ObservedSymbols observed = observed(new float[] {0.01f, 1, LOST});
        assertThat(NoiseMap.REGISTRY.get("per-element").apply(observed, new SplittableRandom(1))).isSameAs(observed);
    }

    /** 20,000 symbols: the noise power on each axis scatters by 1 %; half the power on each axis, or all of it on both, would be 3 dB off. */
    @Test
    void equalisedBringsEverySymbolToOneLevelAndGivesUpTheWorst() {
        float[] variance = new float[20_000];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = i % 10 == 9 ? 50 : i % 2 == 0 ? 0.1f : 0.3f;
        }
        ObservedSymbols equal = apply("equalised", variance);
        double added = 0;
        int quiet = 0;
        for (int i = 0; i < variance.length; i++) {
            assertThat(equal.noiseVariance()[i]).isEqualTo(variance[i] == 50 ? LOST : 0.3f);
            if (variance[i] == 50) {
                assertThat(equal.symbols()[2 * i]).isZero();
            } else if (variance[i] == 0.3f) {
                assertThat(equal.symbols()[2 * i]).isEqualTo(1);
            } else {
                added += Math.pow(equal.symbols()[2 * i] - 1, 2) + Math.pow(equal.symbols()[2 * i + 1] - 1, 2);
                quiet++;
            }
        }
        assertThat(added / quiet).as("noise added per complex symbol").isCloseTo(0.2, within(0.008));
        assertThat(equal.snr()).isCloseTo(1 / 0.3, within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "equalised", "per-element"})
    void nothingReceivedStaysNothingAndTheNameIsItsOwn(String name) {
        ObservedSymbols lost = apply(name, new float[] {LOST, LOST});
        assertThat(lost.noiseVariance()).containsExactly(LOST, LOST);
        assertThat(lost.snr()).isEqualTo(7);
        assertThat(NoiseMap.REGISTRY.get(name).name()).isEqualTo(name);
    }

    private static ObservedSymbols apply(String name, float[] variance) {
        return NoiseMap.REGISTRY.get(name).apply(observed(variance), new SplittableRandom(1));
    }

    private static ObservedSymbols observed(float[] variance) {
        float[] symbols = new float[2 * variance.length];
        Arrays.fill(symbols, 1);
        return new ObservedSymbols(symbols, variance, 7);
    }
}
