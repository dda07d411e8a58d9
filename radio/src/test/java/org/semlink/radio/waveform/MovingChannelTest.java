// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/** A channel that moves during a burst is followed, and the noise map knows how well, at the payload's beginning, middle and end. */
class MovingChannelTest {

    private static final int SYMBOLS = 120 * OfdmParameters.DATA;

    /**
     * Two paths, one of them mostly constant, of so many Hz at 1 MS/s over 40 ms. Held at its first value the channel would err by -10 dB or
     * worse at 10 Hz; what is left is measured noise plus an error of the estimate that is small beside it, and half as large with
     * mid-ambles behind every eight symbols.
     */
    @ParameterizedTest(name = "{0} Hz, {1} dB, mid-ambles {2}")
    @CsvSource({"10, 10, 0, 0.7", "10, 30, 0, 0.7", "50, 20, 0, 1", "100, 20, 0, 1", "100, 20, 8, 0.15"})
    void theMapIsTrueAllAlong(double dopplerHz, double snrDb, int midambles, double mostLossDb) {
        follow(SYMBOLS, 4, dopplerHz, snrDb, midambles, mostLossDb);
    }

    /** A small picture's burst, 3 to 4 ms: taken to stand still, its channel would err by -10 dB. */
    @ParameterizedTest(name = "mid-ambles {0}")
    @ValueSource(ints = {0, 4})
    void aShortBurstIsFollowedToo(int midambles) {
        follow(12 * OfdmParameters.DATA, 12, 30, 25, midambles, 1);
    }

    private static void follow(int symbols, int bursts, double dopplerHz, double snrDb, int midambles, double mostLossDb) {
        Waveform waveform = new OfdmWaveform(1e6, midambles);
        double[] normalised = new double[3];
        double[] weighted = new double[2];
        for (long seed = 0; seed < bursts; seed++) {
            float[] air = fading(TestLink.pad(TestLink.burst(waveform, symbols, seed), 300, 100), dopplerHz, seed);
            List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(TestLink.rotate(air, 0.01 * seed, 1),
                    TestLink.noiseVariance(Snr.fromDb(snrDb)), seed));
            assertThat(frames).as("seed %d", seed).hasSize(1);
            assertThat(frames.get(0).link().impairmentLimited()).as("seed %d", seed).isFalse();
            ReceivedSymbols payload = frames.get(0).payload().orElseThrow();
            float[] sent = TestLink.gaussianSymbols(symbols, seed);
            for (int i = 0; i < symbols; i++) {
                double re = payload.symbols()[2 * i] - sent[2 * i];
                double im = payload.symbols()[2 * i + 1] - sent[2 * i + 1];
                double variance = payload.noiseVariance()[i];
                normalised[3 * i / symbols] += (re * re + im * im) / variance / symbols / bursts * 3;
                weighted[0] += 1 / variance;
            }
            weighted[1] += frames.get(0).link().snr() * symbols;
        }
        for (int third = 0; third < 3; third++) {
            assertThat(Snr.toDb(normalised[third])).as("measured over predicted, third %d, dB", third).isCloseTo(0, within(0.3));
        }
        // The mean of 1 / variance is the SNR less what the channel's estimation costs.
        assertThat(Snr.toDb(weighted[1] / weighted[0])).as("loss, dB").isBetween(-0.1, mostLossDb);
    }

    /** 200 bursts of noise alone over paths that stand still: at the stated rates the chance of three alarms is at most 0.1 %. */
    @ParameterizedTest(name = "{0} payload symbols")
    @ValueSource(ints = {6, 12, 30})
    void noiseDoesNotMove(int symbols) {
        int alarms = 0;
        for (int burst = 0; burst < 200; burst++) {
            float[] still = fading(TestLink.burst(symbols * OfdmParameters.DATA, burst), 0, burst / 2);
            alarms += moved(TestLink.noise(burst % 2 == 0 ? still : TestLink.burst(symbols * OfdmParameters.DATA, burst),
                    TestLink.noiseVariance(Math.pow(10, burst % 4)), burst)) ? 1 : 0;
        }
        assertThat(alarms).isLessThan(3);
    }

    /** A drift of 10 % of the amplitude along the payload is 31 dB below the signal, and seen where noise is 20 dB below it. */
    @Test
    void aSlowDriftBelowTheNoiseIsSeen() {
        float[] burst = TestLink.burst(100 * OfdmParameters.DATA, 3);
        for (int i = 2 * OfdmParameters.PAYLOAD_START; i < burst.length; i++) {
            burst[i] *= 1 + 0.1f * (i - 2 * OfdmParameters.PAYLOAD_START) / burst.length;
        }
        assertThat(moved(TestLink.noise(burst, TestLink.noiseVariance(100), 5))).isTrue();
    }

    private static boolean moved(float[] samples) {
        int symbols = (samples.length / 2 - OfdmParameters.PAYLOAD_START) / OfdmParameters.SYMBOL;
        SampleBuffer buffer = new SampleBuffer(samples.length);
        buffer.append(samples, 0, samples.length / 2);
        FrameDecoder decoder = new FrameDecoder(1e6);
        decoder.header(buffer, OfdmParameters.TRAINING_START - OfdmParameters.PREFIX / 2, 0);
        BurstState burst = decoder.burst();
        burst.receive(buffer, OfdmParameters.HEADER_SYMBOLS + symbols);
        burst.measureNoise();
        burst.track();
        DelayWindow delays = DelayWindow.around(burst.estimator.channel(), burst.noise() * burst.estimator.lossPerDimension());
        return new MotionDetector().moved(burst, delays);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void factorSolvesAndInverts(long seed) {
        Random random = new Random(seed);
        int n = 7;
        RealMatrix root = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n * n; i++) {
            root.setEntry(i / n, i % n, random.nextGaussian());
        }
        RealMatrix a = root.multiply(root.transpose());
        Cholesky cholesky = new Cholesky(9);
        double[] padded = new double[81];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a.getRow(i), 0, padded, 9 * i, n);
        }
        cholesky.decompose(padded, n);
        RealMatrix inverse = new LUDecomposition(a).getSolver().getInverse();
        double[] x = random.doubles(9, -1, 1).toArray();
        double[] expected = inverse.operate(Arrays.copyOf(x, n));
        cholesky.solve(x);
        double[] diagonal = new double[9];
        cholesky.inverseDiagonal(diagonal);
        for (int i = 0; i < n; i++) {
            assertThat(x[i]).as("seed %d, unknown %d", seed, i).isCloseTo(expected[i], within(1e-6 * (1 + Math.abs(expected[i]))));
            assertThat(diagonal[i] / inverse.getEntry(i, i)).as("seed %d, entry %d", seed, i).isCloseTo(1, within(1e-6));
        }
    }

    /** Paths at 0 and 5 samples, powers 0.8 (three quarters of it constant) and 0.2, each the sum of eight rays from all around. */
    private static float[] fading(float[] x, double dopplerHz, long seed) {
        Random random = new Random(seed + 7);
        float[] y = new float[x.length];
        int[] delays = {0, 5};
        double[] power = {0.2, 0.2};
        int rays = 8;
        double[][] ray = new double[2 * rays][2];
        for (double[] r : ray) {
            r[0] = 2 * Math.PI * random.nextDouble();
            r[1] = 2 * Math.PI * dopplerHz * 1e-6 * Math.cos(2 * Math.PI * random.nextDouble());
        }
        for (int n = 0; n < x.length / 2; n++) {
            for (int path = 0; path < 2; path++) {
                double re = path == 0 ? Math.sqrt(0.6) : 0;
                double im = 0;
                for (int r = 0; r < rays; r++) {
                    double[] it = ray[path * rays + r];
                    re += Math.sqrt(power[path] / rays) * Math.cos(it[0] + it[1] * n);
                    im += Math.sqrt(power[path] / rays) * Math.sin(it[0] + it[1] * n);
                }
                int from = n - delays[path];
                if (from >= 0) {
                    y[2 * n] += (float) (re * x[2 * from] - im * x[2 * from + 1]);
                    y[2 * n + 1] += (float) (re * x[2 * from + 1] + im * x[2 * from]);
                }
            }
        }
        return y;
    }
}
