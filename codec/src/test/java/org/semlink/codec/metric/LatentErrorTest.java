// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;

/** Two channels of scale 3 and 1 with noise variances 0.5 and 2: every value is known in closed form. */
class LatentErrorTest {

    private static final LatentShape SHAPE = new LatentShape(2, 200, 200);
    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {3, 1}, new float[] {1.6f, 0.4f});
    private static final double[] VARIANCE = {0.5, 2};

    private final Latent sent = gaussian(1);
    private final LatentError error = new LatentError(FORMAT, sent);

    /** 40,000 draws a channel: 0.7 % scatter; weights left unsquared would give 0.875 instead of 0.65. */
    @Test
    void measuredPredictedAndShrunkAgreeWithClosedForms() {
        NoisyLatent noisy = noisy();
        double expected = (9 * 0.5 + 2) / 10;
        assertThat(error.predicted(noisy)).isCloseTo(expected, within(0.03 * expected));
        assertThat(error.received(noisy)).isCloseTo(expected, within(0.04 * expected));
        double mmse = (9 * 0.5 / 1.5 + 2.0 / 3) / 10;
        assertThat(error.shrunk(noisy)).isCloseTo(mmse, within(0.04 * mmse));
        assertThat(error.of(sent)).isZero();
    }

    /** An up-sampler's word is its mean and posterior variance, here those of linear MMSE: what it predicts is the error of that mean. */
    @Test
    void anUpSamplerPredictsTheErrorOfItsMean() {
        NoisyLatent noisy = noisy();
        LatentError expanded = new LatentError(FORMAT, sent, true);
        double mmse = (9 * 0.5 / 1.5 + 2.0 / 3) / 10;
        assertThat(expanded.predicted(noisy)).isCloseTo(mmse, within(0.03 * mmse));
        assertThat(expanded.received(noisy)).isEqualTo(error.shrunk(noisy));
    }

    /** Whatever the latent's power is. */
    @Test
    void erasedElementsCountWithTheirEnergy() {
        float[] variance = new float[SHAPE.size()];
        java.util.Arrays.fill(variance, Float.POSITIVE_INFINITY);
        NoisyLatent erased = new NoisyLatent(new Latent(SHAPE, new float[SHAPE.size()]), variance, 0);
        assertThat(error.received(erased)).isCloseTo(1, within(1e-9));
        assertThat(error.predicted(erased)).isCloseTo(1, within(1e-9));
        assertThat(error.shrunk(erased)).isCloseTo(1, within(1e-9));
    }

    private NoisyLatent noisy() {
        float[] noise = gaussian(2).values();
        float[] values = sent.values().clone();
        float[] variance = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            variance[i] = (float) VARIANCE[i / SHAPE.plane()];
            values[i] += (float) (Math.sqrt(variance[i]) * noise[i]);
        }
        return new NoisyLatent(new Latent(SHAPE, values), variance, 1);
    }

    private static Latent gaussian(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Latent(SHAPE, values);
    }
}
