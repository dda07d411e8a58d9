// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

class SymbolMapperTest {

    private static LatentFormat format(Random random, int channels) {
        float[] scale = new float[channels];
        float[] power = new float[channels];
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            scale[c] = 1;
            power[c] = (float) Math.exp(random.nextGaussian());
            sum += power[c];
        }
        for (int c = 0; c < channels; c++) {
            power[c] *= (float) (channels / sum);
        }
        return new LatentFormat(8, scale, power);
    }

    private static Latent gaussian(Random random, LatentShape shape, double deviation) {
        float[] u = new float[shape.size()];
        for (int k = 0; k < u.length; k++) {
            u[k] = (float) (deviation * random.nextGaussian());
        }
        return new Latent(shape, u);
    }

    private static double meanSymbolPower(float[] symbols) {
        double sum = 0;
        for (float x : symbols) {
            sum += (double) x * x;
        }
        return 2 * sum / symbols.length;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void roundTripIsExactAndPowerIsOne(long seed) {
        Random random = new Random(seed);
        LatentShape shape = new LatentShape(1 + random.nextInt(5), 1 + random.nextInt(9), 1 + random.nextInt(9));
        LatentFormat format = format(random, shape.channels());
        Latent latent = gaussian(random, shape, Math.exp(2 * random.nextGaussian()));
        SymbolMapper mapper = new SymbolMapper(format, 1e6);
        MappedLatent sent = mapper.map(latent, seed);
        assertThat(meanSymbolPower(sent.symbols())).as("seed %d", seed).isCloseTo(1, within(1e-6));
        NoisyLatent back = mapper.unmap(sent.symbols(), new float[sent.mapping().symbols()], sent.mapping(), 1e9);
        assertThat(sent.clipped()).isZero();
        assertThat(back.snr()).isEqualTo(1e9);
        assertThat(back.variance()).as("seed %d", seed).containsOnly(0);
        for (int k = 0; k < shape.size(); k++) {
            float u = latent.values()[k];
            assertThat(back.observed().values()[k]).as("seed %d element %d", seed, k).isCloseTo(u, within(Math.abs(u) * 1e-6f));
        }
    }

    /** The obvious mapping, element by element, from the interleaver alone. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void agreesWithSlowMapping(long seed) {
        Random random = new Random(seed);
        LatentShape shape = new LatentShape(3, 3, 5);
        LatentFormat format = format(random, 3);
        Latent latent = gaussian(random, shape, 1);
        int n = 46;
        double energy = 0;
        for (int k = 0; k < 45; k++) {
            energy += format.power(k / 15) * Math.pow(latent.values()[k], 2);
        }
        float a = (float) (1 / Math.sqrt(energy / n));
        Interleaver interleaver = new Interleaver(n, seed);
        double[] reals = new double[n];
        for (int k = 0; k < 45; k++) {
            reals[interleaver.position(k)] = interleaver.sign(k) * a * Math.sqrt(format.power(k / 15)) * latent.values()[k];
        }
        MappedLatent sent = new SymbolMapper(format).map(latent, seed);
        assertThat(sent.mapping()).as("seed %d", seed).isEqualTo(new SymbolMapping(shape, a, seed));
        for (int j = 0; j < n; j++) {
            assertThat(sent.symbols()[j]).as("seed %d real %d", seed, j).isCloseTo((float) (reals[j] / Math.sqrt(2)), within(1e-6f));
        }
    }

    /**
     * The 3.01 dB test. Complex noise of total variance 1/gamma (half of it on each axis) must come out as real noise of variance
     * 1/(gamma a^2 p_c) on each element of channel c. 20,000 elements a channel: the variance's own deviation is sqrt(2/20000) = 1 %,
     * 0.043 dB; the bound of 0.17 dB is four of them and catches any factor of two.
     */
    @ParameterizedTest
    @CsvSource({"31,0", "32,10", "33,-5"})
    void noiseVarianceIsThePredictedOne(long seed, double snrDb) {
        Random random = new Random(seed);
        LatentShape shape = new LatentShape(4, 100, 200);
        LatentFormat format = format(random, 4);
        Latent latent = gaussian(random, shape, 0.7);
        SymbolMapper mapper = new SymbolMapper(format);
        MappedLatent sent = mapper.map(latent, seed);
        double gamma = Snr.fromDb(snrDb);
        float[] received = sent.symbols().clone();
        for (int i = 0; i < received.length; i++) {
            received[i] += (float) (Math.sqrt(0.5 / gamma) * random.nextGaussian());
        }
        float[] n0 = new float[sent.mapping().symbols()];
        Arrays.fill(n0, (float) Snr.noiseVariance(gamma));
        NoisyLatent noisy = mapper.unmap(received, n0, sent.mapping(), gamma);
        double a = sent.mapping().scale();
        for (int c = 0; c < 4; c++) {
            double error = 0;
            for (int k = c * shape.plane(); k < (c + 1) * shape.plane(); k++) {
                error += Math.pow(noisy.observed().values()[k] - latent.values()[k], 2);
            }
            double predicted = 1 / (gamma * a * a * format.power(c));
            assertThat(noisy.variance()[c * shape.plane()]).isCloseTo((float) predicted, within((float) (1e-5 * predicted)));
            assertThat(Snr.toDb(error / shape.plane() / predicted)).as("seed %d channel %d", seed, c).isCloseTo(0, within(0.17));
        }
    }

    @Test
    void lostSymbolErasesItsTwoElements() {
        LatentShape shape = new LatentShape(1, 4, 5);
        SymbolMapper mapper = new SymbolMapper(new LatentFormat(8, new float[] {1}, new float[] {1}));
        MappedLatent sent = mapper.map(gaussian(new Random(4), shape, 1), 9);
        float[] n0 = new float[10];
        n0[3] = Float.POSITIVE_INFINITY;
        float[] received = sent.symbols().clone();
        received[6] = Float.NaN;
        NoisyLatent noisy = mapper.unmap(received, n0, sent.mapping(), 1);
        int erased = 0;
        for (int k = 0; k < 20; k++) {
            if (noisy.variance()[k] == Float.POSITIVE_INFINITY) {
                erased++;
                assertThat(noisy.observed().values()[k]).isZero();
            } else {
                assertThat(noisy.observed().values()[k]).isNotZero();
            }
        }
        assertThat(erased).isEqualTo(2);
    }

    @Test
    void latentWithoutEnergyIsSentAsZeros() {
        LatentShape shape = new LatentShape(1, 3, 3);
        SymbolMapper mapper = new SymbolMapper(new LatentFormat(8, new float[] {1}, new float[] {1}));
        MappedLatent sent = mapper.map(new Latent(shape, new float[9]), 1);
        assertThat(sent.symbols()).containsExactly(new float[10], within(0f));
        assertThat(sent.mapping().scale()).isEqualTo(SymbolMapper.MAX_SCALE);
        assertThat(mapper.unmap(sent.symbols(), new float[5], sent.mapping(), 1).observed().values())
                .containsExactly(new float[9], within(0f));
    }

    @Test
    void clipsAtItsLevelAndCounts() {
        float[] u = new float[400];
        Arrays.fill(u, 0.1f);
        u[7] = -30;
        SymbolMapper mapper = new SymbolMapper(new LatentFormat(8, new float[] {1}, new float[] {1}), 8);
        MappedLatent sent = mapper.map(new Latent(new LatentShape(1, 20, 20), u), 3);
        assertThat(sent.clipped()).isEqualTo(1);
        float largest = 0;
        for (float x : sent.symbols()) {
            largest = Math.max(largest, Math.abs(x));
        }
        assertThat(largest).isCloseTo((float) (8 * Math.sqrt(0.5)), within(1e-5f));
        assertThat(mapper.unmap(sent.symbols(), new float[200], sent.mapping(), 1).observed().values()[7])
                .isCloseTo(-8 / sent.mapping().scale(), within(1e-4f));
    }

    /** All positive in, no line at frequency 0 out: the mean of n scrambled reals of unit power is about n^(-1/2). */
    @Test
    void brightPictureIsNoImpulse() {
        float[] u = new float[10_000];
        Arrays.fill(u, 1);
        float[] sent = new SymbolMapper(new LatentFormat(8, new float[] {1}, new float[] {1}))
                .map(new Latent(new LatentShape(1, 100, 100), u), 5).symbols();
        double mean = 0;
        for (float x : sent) {
            mean += x * Math.sqrt(2) / sent.length;
        }
        assertThat(mean).isCloseTo(0, within(0.04));
    }

    /** Sender and receiver may run different Java versions: the order is pinned. */
    @Test
    void interleaverIsPinned() {
        Interleaver interleaver = new Interleaver(10, 1);
        int[] positions = new int[10];
        int[] signs = new int[10];
        for (int k = 0; k < 10; k++) {
            positions[k] = interleaver.position(k);
            signs[k] = interleaver.sign(k);
        }
        assertThat(positions).containsExactly(0, 9, 1, 4, 7, 2, 5, 6, 3, 8);
        assertThat(signs).containsExactly(-1, -1, 1, 1, -1, 1, -1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 1000})
    void interleaverIsAPermutation(int n) {
        Interleaver interleaver = new Interleaver(n, n);
        boolean[] taken = new boolean[n];
        int plus = 0;
        for (int k = 0; k < n; k++) {
            assertThat(taken[interleaver.position(k)]).isFalse();
            taken[interleaver.position(k)] = true;
            plus += interleaver.sign(k) == 1 ? 1 : 0;
        }
        assertThat(plus).isBetween((int) (n / 2.0 - 2 * Math.sqrt(n)), (int) Math.ceil(n / 2.0 + 2 * Math.sqrt(n)));
    }

    @Test
    void refusesWhatDoesNotFit() {
        SymbolMapper mapper = new SymbolMapper(new LatentFormat(8, new float[] {1, 1}, new float[] {1, 1}));
        LatentShape one = new LatentShape(1, 1, 2);
        assertThatThrownBy(() -> mapper.map(new Latent(one, new float[2]), 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 channels");
        SymbolMapping mapping = new SymbolMapping(new LatentShape(2, 1, 2), 1, 1);
        assertThatThrownBy(() -> mapper.unmap(new float[2], new float[2], mapping, 1)).hasMessageContaining("2 symbols");
        assertThatThrownBy(() -> mapper.unmap(new float[4], new float[] {1, Float.NaN}, mapping, 1)).hasMessageContaining("symbol 1");
        assertThatThrownBy(() -> mapper.map(new Latent(mapping.shape(), new float[] {1, Float.NaN, 0, 0}), 1))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> new SymbolMapping(one, Float.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new SymbolMapper(new LatentFormat(8, new float[] {1}, new float[] {1}), 0.5)).hasMessageContaining("0.5");
    }
}
