// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;

class ChannelPowersTest {

    private static final int SIDE = 16;
    private static final float[] GAIN = {0.01f, 0.02f, 0.06f, 0};
    private static final float[] DEVIATION = {1, 2, 0.5f, 1};

    /** A decoder that is linear in each channel: by the closed form powers go with gain times deviation, but for the share that every channel has. */
    @Test
    void powersGoWithTheRootOfWhatNoiseCosts() {
        List<Latent> raw = latents(24);
        float[] power = ChannelPowers.of(codec(), raw, new LatentStatistics(new float[4], DEVIATION, new float[] {1, 1, 1, 1}), 1);
        double[] felt = {0.01, 0.04, 0.03, 0};
        double mean = 0;
        for (int c = 0; c < 4; c++) {
            assertThat((double) power[c]).isCloseTo(0.05 + 0.95 * felt[c] / 0.02, within(0.03));
            mean += power[c] / 4;
        }
        assertThat(mean).isCloseTo(1, within(1e-6));
    }

    /** The optimum itself, by trying: other powers of the same mean cost more. */
    @Test
    void noOtherPowersCostLess() {
        float[] power = ChannelPowers.of(codec(), latents(24), new LatentStatistics(new float[4], DEVIATION, new float[] {1, 1, 1, 1}), 1);
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 200; trial++) {
            float[] other = new float[4];
            float sum = 0;
            for (int c = 0; c < 4; c++) {
                other[c] = power[c] * (float) Math.exp(0.5 * random.nextGaussian());
                sum += other[c] / 4;
            }
            for (int c = 0; c < 4; c++) {
                other[c] /= sum;
            }
            // The share of the fourth channel, which is not felt, would serve the others by 5 % at most.
            assertThat(cost(other)).isGreaterThan(0.94 * cost(power));
        }
        assertThat(cost(new float[] {1, 1, 1, 1})).isGreaterThan(1.2 * cost(power));
    }

    private static double cost(float[] power) {
        double cost = 0;
        for (int c = 0; c < 3; c++) {
            cost += Math.pow(GAIN[c] * DEVIATION[c], 2) / power[c];
        }
        return cost;
    }

    private static List<Latent> latents(int count) {
        List<Latent> latents = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            latents.add(new Latent(new LatentShape(4, SIDE, SIDE), new float[4 * SIDE * SIDE]));
        }
        return latents;
    }

    /** Every pixel is grey plus the sum of the channels by their gains. */
    private static ImageCodec codec() {
        return new ImageCodec() {
            @Override
            public LatentFormat format() {
                return new LatentFormat(1, new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1});
            }

            @Override
            public Latent encode(Picture picture) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Picture decode(Latent latent, int width, int height) {
                float[] samples = new float[3 * width * height];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = 0.5f;
                    for (int c = 0; c < 4; c++) {
                        samples[i] += GAIN[c] * latent.values()[c * width * height + i % (width * height)];
                    }
                }
                return new Picture(width, height, samples);
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
