// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearCodecTest {

    private final LinearCodec codec = new LinearCodec();

    @Test
    void blockTransformIsTheTripleSum() {
        SplittableRandom random = new SplittableRandom(1);
        double[] block = random.doubles(192, -1, 1).toArray();
        double[] fast = block.clone();
        BlockDct.forward(fast);
        for (int k = 0; k < 192; k++) {
            assertThat(fast[k]).as("coefficient %d", k).isCloseTo(slowCoefficient(block, k), within(1e-12));
        }
        BlockDct.inverse(fast);
        assertThat(fast).containsExactly(block, within(1e-13));
    }

    private static double slowCoefficient(double[] block, int k) {
        int colour = k / 64;
        int fy = k / 8 % 8;
        int fx = k % 8;
        double sum = 0;
        for (int i = 0; i < 192; i++) {
            sum += block[i] * cosine(3, colour, i / 64) * cosine(8, fy, i / 8 % 8) * cosine(8, fx, i % 8);
        }
        return sum;
    }

    private static double cosine(int n, int k, int i) {
        return Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * Math.cos(Math.PI / n * (i + 0.5) * k);
    }

    /** Orthonormal and linear: what the latent's error weighs, the picture's error weighs. Small errors about grey, so no clamping. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void latentErrorIsPictureError(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LatentShape shape = codec.format().shapeFor(40, 24);
        float[] u = new float[shape.size()];
        float[] w = new float[shape.size()];
        double latentError = 0;
        for (int k = 0; k < u.length; k++) {
            u[k] = (float) random.nextDouble(-0.05, 0.05);
            w[k] = (float) random.nextDouble(-0.05, 0.05);
            double scale = codec.format().scale(k / shape.plane());
            latentError += scale * scale * (u[k] - w[k]) * (u[k] - w[k]);
        }
        float[] a = codec.decode(new Latent(shape, u), 40, 24).samples();
        float[] b = codec.decode(new Latent(shape, w), 40, 24).samples();
        double pictureError = 0;
        for (int i = 0; i < a.length; i++) {
            pictureError += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        assertThat(pictureError).as("seed %d", seed).isCloseTo(latentError, within(1e-4 * latentError));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void encodeInvertsDecode(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LatentShape shape = codec.format().shapeFor(16, 48);
        float[] u = new float[shape.size()];
        for (int k = 0; k < u.length; k++) {
            u[k] = (float) random.nextDouble(-0.05, 0.05);
        }
        Latent again = codec.encode(codec.decode(new Latent(shape, u), 16, 48));
        assertThat(again.values()).as("seed %d", seed).containsExactly(u, within(1e-5f));
    }

    /** A colour plane has DC coefficients only, which are kept: it survives, whatever the size. */
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "8,8,1,1", "9,17,3,2", "37,5,1,5"})
    void anySizeKeepsPlainColour(int width, int height, int rows, int columns) {
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new float[] {0.9f, 0.3f, 0.05f}[i / (width * height)];
        }
        Latent latent = codec.encode(new Picture(width, height, samples));
        assertThat(latent.shape()).isEqualTo(new LatentShape(32, rows, columns));
        assertThat(codec.decode(latent, width, height).samples()).containsExactly(samples, within(1e-6f));
    }

    @Test
    void decodeClampsAndRefusesAnotherSize() {
        LatentShape shape = codec.format().shapeFor(8, 8);
        float[] bright = new float[shape.size()];
        bright[0] = 100;
        assertThat(codec.decode(new Latent(shape, bright), 8, 8).samples()).containsOnly(1f);
        assertThatThrownBy(() -> codec.decode(new Latent(shape, bright), 9, 8)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9x8");
    }

    /** Powers follow sqrt(lambda) = scale, mean 1; coefficients are distinct, the strongest being luma's DC. */
    @Test
    void powersAreSoftcast() {
        LatentFormat format = codec.format();
        assertThat(format.stride()).isEqualTo(8);
        assertThat(format.channels()).isEqualTo(32);
        double sum = 0;
        for (int c = 0; c < 32; c++) {
            sum += format.power(c);
            assertThat(format.power(c) / format.power(0)).isCloseTo(format.scale(c) / format.scale(0), within(1e-6f));
            assertThat(format.scale(c)).isLessThanOrEqualTo(format.scale(0));
        }
        assertThat(sum / 32).isCloseTo(1, within(1e-6));
        assertThat(format.scale(0)).isCloseTo((float) Math.sqrt(8.5), within(1e-6f));
    }
}
