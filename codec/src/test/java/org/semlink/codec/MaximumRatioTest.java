// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaximumRatioTest {

    private static final float LOST = Float.POSITIVE_INFINITY;

    private static NoisyLatent latent(double snr, float[] values, float[] variance) {
        return new NoisyLatent(new Latent(new LatentShape(1, 1, values.length), values), variance, snr);
    }

    /**
     * Against the closed form {@code 1 / (1/a + 1/b)}; 200,000 elements know a variance to 0.32 %, five times that is allowed. A plain mean has
     * {@code (a + b) / 4}: more than that off in every row but the equal ones.
     */
    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "1, 1", "0.1, 0.4", "0.5, 0.05", "2, 0.5"})
    void theErrorIsTheClosedFormsAndTheMapKnowsIt(double a, double b) {
        int n = 200_000;
        SplittableRandom random = new SplittableRandom(Math.round(100 * a + b));
        float[] sent = new float[n];
        for (int i = 0; i < n; i++) {
            sent[i] = (float) random.nextGaussian();
        }
        MaximumRatio all = new MaximumRatio(new LatentShape(1, 1, n));
        for (double variance : new double[] {a, b}) {
            float[] values = new float[n];
            float[] map = new float[n];
            Arrays.fill(map, (float) variance);
            for (int i = 0; i < n; i++) {
                values[i] = (float) (sent[i] + Math.sqrt(variance) * random.nextGaussian());
            }
            all.add(latent(1 / variance, values, map));
        }
        NoisyLatent sum = all.combined();
        double error = 0;
        for (int i = 0; i < n; i++) {
            error += Math.pow(sum.observed().values()[i] - sent[i], 2) / n;
        }
        double closed = 1 / (1 / a + 1 / b);
        assertThat(error).isCloseTo(closed, within(0.016 * closed));
        assertThat((double) sum.variance()[17]).isCloseTo(closed, within(1e-6 * closed));
        assertThat(sum.snr()).as("SNRs add").isCloseTo(1 / a + 1 / b, within(1e-9));
        if (a == b) {
            assertThat(10 * Math.log10(sum.snr() * a)).as("dB gained by a repeat").isCloseTo(3.0103, within(1e-4));
        }
    }

    @Test
    void everyElementHasItsOwnWeights() {
        MaximumRatio all = new MaximumRatio(new LatentShape(1, 1, 5));
        all.add(latent(4, new float[] {1, 2, 0, 0, 5}, new float[] {1, 0.25f, LOST, LOST, 0}));
        all.add(latent(2, new float[] {3, 4, 7, 0, 6}, new float[] {1, 0.75f, 0.5f, LOST, 1}));
        NoisyLatent sum = all.combined();
        assertThat(sum.observed().values()).containsExactly(2, 2.5f, 7, 0, 5);
        assertThat(sum.variance()).containsExactly(0.5f, 0.1875f, 0.5f, LOST, 1e-12f);
        assertThat(sum.hasErasures()).isTrue();
        assertThat(sum.snr()).as("three elements of the first, four of the second, of four that arrived").isEqualTo((4 * 3 + 2 * 4) / 4.0);
        assertThat(all.count()).isEqualTo(2);
    }

    @Test
    void aReceptionOfNothingAddsNothing() {
        MaximumRatio all = new MaximumRatio(new LatentShape(1, 1, 2));
        NoisyLatent nothing = latent(0.01, new float[2], new float[] {LOST, LOST});
        all.add(nothing);
        assertThat(all.combined().snr()).isEqualTo(0.01);
        all.add(latent(3, new float[] {1, 2}, new float[] {0.5f, 0.25f}));
        NoisyLatent sum = all.combined();
        assertThat(sum.snr()).isEqualTo(3);
        assertThat(sum.observed().values()).containsExactly(1, 2);
        assertThat(sum.variance()).containsExactly(0.5f, 0.25f);
    }

    @Test
    void otherShapesAreRefused() {
        MaximumRatio all = new MaximumRatio(new LatentShape(1, 1, 2));
        assertThatThrownBy(() -> all.add(latent(1, new float[3], new float[3]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(all::combined).isInstanceOf(IllegalStateException.class);
    }
}
