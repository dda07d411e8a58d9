// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.Snr;

/** An untrained module over a Gaussian source, for which it is exact: everything that comes out is known in closed form. */
class BandwidthModuleTest {

    private static final int CHANNELS = 4;
    private static final int DEPTH = 16;
    private static final int CODE = 8;
    /** Stride 8 with 4 channels is 1/96; halves of 8 of 16 components at stride 16 are 1/192 and 1/384. */
    private static final BandwidthRatio HALF = new BandwidthRatio(192);
    private static final BandwidthRatio QUARTER = new BandwidthRatio(384);
    private static final double[] VARIANCE = new double[DEPTH];

    private static Compute compute;
    private static float[] synthesis;
    private static BandwidthModule module;

    @BeforeAll
    static void build() {
        compute = Compute.open("cpu");
        BandwidthNetwork.Config sizes = new BandwidthNetwork.Config(CHANNELS, 2, CODE, 8, 1, 8, 1);
        for (int k = 0; k < DEPTH; k++) {
            VARIANCE[k] = 4 * Math.pow(0.7, k);
        }
        double total = Arrays.stream(VARIANCE).sum() / DEPTH;
        float[] analysis = new float[CODE * DEPTH];
        synthesis = new float[DEPTH * DEPTH];
        float[] unexplained = new float[DEPTH];
        float[] logGain = new float[2 * CODE];
        for (int k = 0; k < DEPTH; k++) {
            VARIANCE[k] /= total;
            for (int j = 0; j < DEPTH; j++) {
                // Rows of a Hadamard matrix are orthogonal and of equal magnitude: every element has variance 1.
                double basis = (Integer.bitCount(k & j) % 2 == 0 ? 1 : -1) / 4.0;
                synthesis[j * DEPTH + k] = (float) (basis * Math.sqrt(VARIANCE[k]));
                if (k < CODE) {
                    analysis[k * DEPTH + j] = (float) (basis / Math.sqrt(VARIANCE[k]));
                } else {
                    unexplained[j] += (float) (VARIANCE[k] / 16);
                }
            }
            for (int r = 0; k < CODE && r < 2; r++) {
                logGain[r * CODE + k] = (float) (0.25 * Math.log(VARIANCE[k]));
            }
        }
        float[] kept = new float[DEPTH * CODE];
        for (int j = 0; j < DEPTH; j++) {
            System.arraycopy(synthesis, j * DEPTH, kept, j * CODE, CODE);
        }
        float[] unit = new float[CODE];
        Parameters parameters = Parameters.initialised(compute.manager(), 1);
        new BandwidthNetwork(parameters, sizes, new BandwidthNetwork.Start(analysis, kept, unexplained, unit, logGain));
        float[] ones = new float[CHANNELS];
        Arrays.fill(ones, 1);
        module = new BandwidthModule(compute, parameters.store(), sizes, "test", new LatentFormat(8, ones, ones), List.of(HALF, QUARTER));
    }

    @AfterAll
    static void close() {
        module.close();
        compute.close();
    }

    /** A latent of the source that the module is exact for. */
    private static Latent source(int height, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LatentShape shape = new LatentShape(CHANNELS, height, width);
        float[] values = new float[shape.size()];
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                double[] component = random.doubles(DEPTH).map(unused -> random.nextGaussian()).toArray();
                for (int j = 0; j < DEPTH; j++) {
                    double sum = 0;
                    for (int k = 0; k < DEPTH; k++) {
                        sum += synthesis[j * DEPTH + k] * component[k];
                    }
                    values[(j / 4 * height + y + j / 2 % 2) * width + x + j % 2] = (float) sum;
                }
            }
        }
        return new Latent(shape, values);
    }

    private static NoisyLatent receive(Latent sent, BandwidthRatio ratio, double snr, long seed) {
        SymbolMapper mapper = new SymbolMapper(module.format(ratio).orElseThrow());
        MappedLatent mapped = mapper.map(module.compress(sent, ratio), seed);
        SplittableRandom random = new SplittableRandom(seed);
        float[] symbols = mapped.symbols().clone();
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] += (float) (Math.sqrt(0.5 / snr) * random.nextGaussian());
        }
        float[] variance = new float[symbols.length / 2];
        Arrays.fill(variance, (float) (1 / snr));
        return module.expand(mapper.unmap(symbols, variance, mapped.mapping(), snr), sent.shape(), ratio);
    }

    @ParameterizedTest
    @CsvSource({"192, 0", "192, 10", "192, 20", "384, 0", "384, 10", "384, 20"})
    void aGaussianSourceIsEstimatedAsTheClosedFormSays(int denominator, double snrDb) {
        BandwidthRatio ratio = new BandwidthRatio(denominator);
        int sent = ratio.channels(16);
        double snr = Snr.fromDb(snrDb);
        Latent z = source(64, 64, 7);
        NoisyLatent noisy = receive(z, ratio, snr, 8);
        double gains = 0;
        for (int k = 0; k < sent; k++) {
            gains += Math.sqrt(VARIANCE[k]) / sent;
        }
        double expected = 0;
        for (int k = 0; k < DEPTH; k++) {
            double own = k < sent ? snr * Math.sqrt(VARIANCE[k]) / gains : 0;
            expected += VARIANCE[k] / (1 + own) / DEPTH;
        }
        Latent mean = LatentError.shrink(noisy);
        double error = 0;
        double unbiased = 0;
        double predicted = 0;
        double told = 0;
        for (int i = 0; i < z.values().length; i++) {
            error += Math.pow(mean.values()[i] - z.values()[i], 2) / z.values().length;
            unbiased += (noisy.observed().values()[i] - z.values()[i]) * z.values()[i] / z.values().length;
            predicted += noisy.variance()[i] / (1 + noisy.variance()[i]) / z.values().length;
            told += Math.pow(noisy.observed().values()[i] - z.values()[i], 2) / noisy.variance()[i] / z.values().length;
        }
        // 1,024 independent groups: a standard error of 2 % or less.
        assertThat(error).isCloseTo(expected, within(0.06 * expected));
        assertThat(predicted).isCloseTo(expected, within(0.02 * expected));
        assertThat(told).as("noise against its map").isCloseTo(1, within(0.06));
        assertThat(unbiased).as("noise does not depend on the latent").isCloseTo(0, within(0.06));
        assertThat(noisy.snr()).as("effective SNR of a latent at equal powers").isCloseTo(1 / expected - 1, within(0.04 * (1 / expected - 1)));
        // White or not, no code beats the rate that the channel carries: here the source's own determinant takes the place of 1.
        double opta = Math.exp(Arrays.stream(VARIANCE).map(Math::log).sum() / DEPTH) * Math.pow(1 + snr, -(double) sent / DEPTH);
        assertThat(error).isGreaterThan(opta);
    }

    @ParameterizedTest
    @CsvSource({"7, 5", "1, 1", "6, 9"})
    void oddSidesComeBackInTheirShape(int height, int width) {
        Latent z = new Latent(new LatentShape(CHANNELS, height, width), new float[CHANNELS * height * width]);
        Latent code = module.compress(z, HALF);
        assertThat(code.shape()).isEqualTo(new LatentShape(CODE, (height + 1) / 2, (width + 1) / 2));
        NoisyLatent noisy = receive(z, HALF, 10, 1);
        assertThat(noisy.shape()).isEqualTo(z.shape());
        assertThat(noisy.variance()).doesNotContain(Float.NaN).doesNotContain(Float.POSITIVE_INFINITY);
    }

    @Test
    void sendsTheLatentAsItIsAtTheCodecsOwnRatio() {
        Latent z = source(4, 4, 1);
        NoisyLatent noisy = new NoisyLatent(z, new float[z.values().length], 3);
        assertThat(module.own()).isEqualTo(new BandwidthRatio(96));
        assertThat(module.compress(z, module.own())).isSameAs(z);
        assertThat(module.expand(noisy, z.shape(), module.own())).isSameAs(noisy);
        assertThat(module.ratios()).containsExactly(new BandwidthRatio(96), HALF, QUARTER);
        assertThat(module.format(new BandwidthRatio(48))).isEmpty();
    }

    @Test
    void powersAreSoftCastsWithMeanOne() {
        LatentFormat format = module.format(QUARTER).orElseThrow();
        assertThat(format.channels()).isEqualTo(4);
        assertThat(format.stride()).isEqualTo(16);
        double sum = 0;
        for (int c = 0; c < 4; c++) {
            sum += format.power(c);
        }
        assertThat(sum).isCloseTo(4, within(1e-5));
        assertThat(format.power(1) / format.power(0)).isCloseTo((float) Math.sqrt(0.7), within(1e-5f));
    }

    @Test
    void ofNothingItKnowsNothing() {
        LatentShape code = new LatentShape(CODE, 2, 2);
        float[] lost = new float[code.size()];
        Arrays.fill(lost, Float.POSITIVE_INFINITY);
        NoisyLatent noisy = module.expand(new NoisyLatent(new Latent(code, new float[code.size()]), lost, 2), new LatentShape(CHANNELS, 4, 4), HALF);
        assertThat(noisy.observed().values()).containsOnly(0);
        assertThat(noisy.variance()).containsOnly(Float.POSITIVE_INFINITY);
    }
}
