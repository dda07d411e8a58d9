// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;

/** An untrained codec is the linear transform that it starts from, which an obvious loop computes too. */
class VaeNetworkTest {

    private static final VaeNetwork.Config SMALL = new VaeNetwork.Config(32, 8, 1, 1);

    @Test
    void untrainedEncoderIsTheFirstCoefficientsOfEveryBlock() {
        Picture picture = noise(24, 16, 1);
        BlockTransform.Start start = start();
        try (Compute compute = Compute.open("cpu"); VaeCodec codec = codec(compute, start)) {
            Latent latent = codec.encode(picture);
            assertThat(latent.shape()).isEqualTo(new LatentShape(32, 2, 3));
            for (int c = 0; c < 32; c++) {
                for (int block = 0; block < 6; block++) {
                    double expected = coefficient(picture, block % 3 * 8, block / 3 * 8, c) / start.deviation()[c];
                    assertThat(latent.values()[c * 6 + block]).as("component %d of block %d", c, block)
                            .isCloseTo((float) expected, within(1e-4f));
                }
            }
        }
    }

    /** The basis of this test is a permutation, so the sent components are pixels, which must come back where they were. */
    @Test
    void untrainedDecoderPutsSentComponentsBackAndTheMeanElsewhere() {
        Picture picture = noise(16, 16, 2);
        try (Compute compute = Compute.open("cpu"); VaeCodec codec = codec(compute, start())) {
            Picture back = codec.decode(codec.encode(picture), 16, 16);
            for (int i = 0; i < picture.samples().length; i++) {
                int inBlock = i / 256 * 64 + (i / 16 % 8) * 8 + i % 8;
                float expected = component(inBlock) < 32 ? picture.samples()[i] : 0.5f;
                assertThat(back.samples()[i]).as("sample %d", i).isCloseTo(expected, within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "1, 1", "9, 17", "64, 40", "33, 8"})
    void anySizeComesBackInItsSize(int width, int height) {
        try (Compute compute = Compute.open("cpu"); VaeCodec codec = codec(compute, start())) {
            Latent latent = codec.encode(noise(width, height, 3));
            assertThat(latent.shape()).isEqualTo(codec.format().shapeFor(width, height));
            Picture back = codec.decode(latent, width, height);
            assertThat(back.width()).isEqualTo(width);
            assertThat(back.height()).isEqualTo(height);
        }
    }

    @Test
    void powersAverageToOneAndFollowTheDeviation() {
        try (Compute compute = Compute.open("cpu"); VaeCodec codec = codec(compute, start())) {
            double sum = 0;
            for (int c = 0; c < 32; c++) {
                sum += codec.format().power(c);
                assertThat(codec.format().power(c) / codec.format().power(0))
                        .isCloseTo(codec.format().scale(c) / codec.format().scale(0), within(1e-4f));
            }
            assertThat(sum / 32).isCloseTo(1, within(1e-5));
        }
    }

    private static VaeCodec codec(Compute compute, BlockTransform.Start start) {
        Parameters untrained = Parameters.initialised(compute.manager(), 5);
        new VaeNetwork(compute.manager(), untrained, SMALL, start);
        return new VaeCodec(compute, untrained.store(), SMALL, "test");
    }

    /** A permutation as basis (orthonormal, and anything transposed shows), mean 1/2, falling deviations. */
    private static BlockTransform.Start start() {
        int n = BlockTransform.SIZE;
        float[] basis = new float[n * n];
        float[] mean = new float[n];
        float[] deviation = new float[n];
        for (int i = 0; i < n; i++) {
            basis[component(i) * n + i] = 1;
            mean[i] = 0.5f;
            deviation[i] = 1f / (i + 1);
        }
        return new BlockTransform.Start(basis, mean, deviation);
    }

    /** Component that carries entry {@code i} (colour, row, column) of a block. */
    private static int component(int i) {
        return i * 5 % BlockTransform.SIZE;
    }

    private static double coefficient(Picture picture, int x, int y, int component) {
        for (int i = 0; i < BlockTransform.SIZE; i++) {
            if (component(i) == component) {
                return picture.samples()[(i / 64 * picture.height() + y + i / 8 % 8) * picture.width() + x + i % 8] - 0.5;
            }
        }
        throw new AssertionError(component);
    }

    private static Picture noise(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256) / 255f;
        }
        return new Picture(width, height, samples);
    }
}
