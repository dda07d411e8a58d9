// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/** Impairments beyond noise: the predicted variance stays true (within 0.3 dB), and the verdict tells a limited link from a noisy one. */
class ImpairmentTest {

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {0, 5, 10, 15, 20, 30})
    void echoes(double snrDb) {
        Outcome outcome = run(snrDb, 4000, 15, (x, seed) -> TestLink.multipath(x, new double[] {0, 0.84, 0},
                new double[] {11, 0, 0.5}, new double[] {25, 0.15, 0.15}));
        assertThat(outcome.predictedOverMeasuredDb).isCloseTo(0, within(0.3));
        assertThat(outcome.limited).isZero();
    }

    /** 40 ppm over 48,000 samples move the window by two samples and turn the band's edge by 5 rad. */
    @ParameterizedTest(name = "{0} dB, {1} ppm")
    @CsvSource({"0, 20", "0, -40", "20, 40", "20, -20"})
    void samplingClockOffset(double snrDb, double ppm) {
        Outcome outcome = run(snrDb, 30_000, 2, (x, seed) -> resample(x, ppm));
        assertThat(outcome.predictedOverMeasuredDb).isCloseTo(0, within(0.15));
        assertThat(Math.abs(outcome.snrErrorDb)).isLessThan(0.25);
    }

    @ParameterizedTest(name = "{0} dB, {1} Hz")
    @CsvSource({"0, 10", "10, 10", "20, 10", "20, 100"})
    void phaseNoise(double snrDb, double linewidthHz) {
        Outcome outcome = run(snrDb, 16_000, 6, (x, seed) -> phaseNoise(x, linewidthHz, seed));
        assertThat(outcome.predictedOverMeasuredDb).isCloseTo(0, within(0.3));
    }

    /** A step of the gain by 1 dB behind the header leaves an error of 1.5 % of the signal, 6.5 dB above the noise at 25 dB. */
    @Test
    void aGainStepIsToldFromNoise() {
        Outcome outcome = run(25, 6000, 10, (x, seed) -> {
            float[] y = x.clone();
            for (int i = 2 * (300 + OfdmParameters.PAYLOAD_START); i < y.length; i++) {
                y[i] *= 1.122f;
            }
            return y;
        });
        assertThat(outcome.limited).isEqualTo(10);
        assertThat(outcome.predictedOverMeasuredDb).isCloseTo(0, within(0.3));
        assertThat(Math.abs(outcome.snrErrorDb)).as("noise alone is what the SNR counts").isLessThan(0.1);
    }

    private record Outcome(double predictedOverMeasuredDb, double snrErrorDb, int limited) {
    }

    private static Outcome run(double snrDb, int symbols, int bursts, BiFunction<float[], Long, float[]> impairment) {
        double predicted = 0;
        double measured = 0;
        double snrError = 0;
        int limited = 0;
        for (long seed = 0; seed < bursts; seed++) {
            float[] air = impairment.apply(TestLink.pad(TestLink.burst(symbols, seed), 300, 100), seed);
            air = TestLink.noise(TestLink.rotate(air, 0.01 * seed, 1), TestLink.noiseVariance(Snr.fromDb(snrDb)), seed);
            List<ReceivedFrame> frames = TestLink.receive(air);
            assertThat(frames).as("seed %d", seed).hasSize(1);
            ReceivedSymbols payload = frames.get(0).payload().orElseThrow();
            predicted += TestLink.predictedVariance(payload);
            measured += TestLink.errorVariance(payload, TestLink.gaussianSymbols(symbols, seed));
            snrError += (Snr.toDb(frames.get(0).link().snr()) - snrDb) / bursts;
            limited += frames.get(0).link().impairmentLimited() ? 1 : 0;
        }
        return new Outcome(Snr.toDb(predicted / measured), snrError, limited);
    }

    /** Windowed-sinc resampling by a clock that is {@code ppm} fast. */
    private static float[] resample(float[] x, double ppm) {
        float[] y = new float[x.length];
        int half = 20;
        for (int n = 0; n < x.length / 2; n++) {
            double t = n * (1 - ppm * 1e-6) - 0.3;
            int centre = (int) Math.floor(t);
            for (int k = Math.max(0, centre - half + 1); k <= Math.min(x.length / 2 - 1, centre + half); k++) {
                double d = Math.PI * (t - k);
                double tap = Math.abs(d) < 1e-9 ? 1 : Math.sin(d) / d * (0.5 + 0.5 * Math.cos(d / (half + 0.5)));
                y[2 * n] += (float) (tap * x[2 * k]);
                y[2 * n + 1] += (float) (tap * x[2 * k + 1]);
            }
        }
        return y;
    }

    /** Wiener phase of variance {@code 2 pi linewidth / rate} per sample. */
    private static float[] phaseNoise(float[] x, double linewidthHz, long seed) {
        Random random = new Random(seed + 99);
        double step = Math.sqrt(2 * Math.PI * linewidthHz / TestLink.WAVEFORM.sampleRateHz());
        float[] y = new float[x.length];
        double phase = 0;
        for (int n = 0; n < x.length / 2; n++) {
            phase += step * random.nextGaussian();
            float cos = (float) Math.cos(phase);
            float sin = (float) Math.sin(phase);
            y[2 * n] = x[2 * n] * cos - x[2 * n + 1] * sin;
            y[2 * n + 1] = x[2 * n] * sin + x[2 * n + 1] * cos;
        }
        return y;
    }
}
