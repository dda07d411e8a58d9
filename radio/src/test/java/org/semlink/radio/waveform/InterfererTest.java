// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;

/** Somebody's carrier, or one's own oscillator, in the band: the map says which symbols it hits, and the rest of the burst is as without. */
class InterfererTest {

    private static final int SYMBOLS = 130 * OfdmParameters.DATA;

    /** Level over a payload carrier (0 to +20 dB); place in carrier spacings from the centre, between two carriers or near none; drift. */
    @ParameterizedTest(name = "{0} dB at carrier {1}, drifting {2} over the burst, Es/N0 {3} dB")
    @CsvSource({"0, 32.1, 0, 20", "10, -31.5, 0, 10", "10, 70.3, 0.4, 20", "20, 31.9, 0, 10", "3, 0.45, 0, 20"})
    void onlyTheSymbolsThatItHitsAreWorse(double levelDb, double place, double drift, double snrDb) {
        double predicted = 0;
        double measured = 0;
        double[] normalised = new double[2];
        int[] count = new int[2];
        int bursts = 3;
        for (long seed = 0; seed < bursts; seed++) {
            float[] air = TestLink.rotate(TestLink.pad(TestLink.burst(SYMBOLS, seed), 300, 100), 0.003 * seed, 1);
            tone(air, levelDb, place, drift);
            List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(air, TestLink.noiseVariance(Snr.fromDb(snrDb)), seed));
            assertThat(frames).as("seed %d", seed).hasSize(1);
            assertThat(Snr.toDb(frames.get(0).link().snr())).as("seed %d: SNR of what is not hit, dB", seed).isCloseTo(snrDb, within(1.0));
            ReceivedSymbols payload = frames.get(0).payload().orElseThrow();
            float[] sent = TestLink.gaussianSymbols(SYMBOLS, seed);
            predicted += TestLink.predictedVariance(payload);
            measured += TestLink.errorVariance(payload, sent);
            for (int i = 0; i < SYMBOLS; i++) {
                double re = payload.symbols()[2 * i] - sent[2 * i];
                double im = payload.symbols()[2 * i + 1] - sent[2 * i + 1];
                int hit = payload.noiseVariance()[i] > 2 / Snr.fromDb(snrDb) ? 1 : 0;
                normalised[hit] += (re * re + im * im) / payload.noiseVariance()[i];
                count[hit]++;
            }
        }
        assertThat(Snr.toDb(predicted / measured)).as("predicted over measured, dB").isCloseTo(0, within(0.3));
        assertThat(Snr.toDb(normalised[0] / count[0])).as("symbols not hit: measured over predicted, dB").isCloseTo(0, within(0.3));
        assertThat(Snr.toDb(normalised[1] / count[1])).as("symbols hit: measured over predicted, dB").isCloseTo(0, within(drift == 0 ? 0.5 : 1.5));
    }

    /** At the stated rate, one burst in 1400, two of 150 are called hit by chance once in 200 such tests. */
    @Test
    void noiseHitsNoCarrier() {
        int hits = 0;
        for (int burst = 0; burst < 150; burst++) {
            float[] samples = TestLink.noise(TestLink.burst(20 * OfdmParameters.DATA, burst), TestLink.noiseVariance(Math.pow(10, burst % 4)), burst);
            SampleBuffer buffer = new SampleBuffer(samples.length);
            buffer.append(samples, 0, samples.length / 2);
            FrameDecoder decoder = new FrameDecoder(1e6);
            decoder.header(buffer, OfdmParameters.TRAINING_START - OfdmParameters.PREFIX / 2, 0);
            BurstState state = decoder.burst();
            state.receive(buffer, OfdmParameters.HEADER_SYMBOLS + 20);
            state.measureNoise();
            state.track();
            hits += state.carrierNoise.measure(state, state.estimator) ? 1 : 0;
        }
        assertThat(hits).isLessThan(2);
    }

    /** With equal weights the weighted projection is the plain one; a carrier without weight has no say. */
    @Test
    void weightsDecideWhoHasASay() {
        float[] channel = TestLink.gaussianSymbols(OfdmParameters.CARRIERS, 4);
        float[] plain = channel.clone();
        float[] weighted = channel.clone();
        float[] weight = new float[OfdmParameters.CARRIERS];
        java.util.Arrays.fill(weight, 3);
        WeightedProjection projection = new WeightedProjection(DelaySubspace.standard());
        DelaySubspace.standard().project(plain);
        projection.project(weighted, weight);
        assertThat(weighted).containsExactly(plain, within(2e-4f));
        assertThat(projection.variance(50)).isCloseTo(DelaySubspace.standard().leverage(50) / 3, within(1e-5));
        weight[50] = 1e-9f;
        float[] spoiled = plain.clone();
        spoiled[100] += 1000;
        projection.project(spoiled, weight);
        assertThat(spoiled).containsExactly(plain, within(2e-3f));
    }

    /** Adds a tone of power {@code levelDb} over that of a payload carrier; {@code place} and {@code drift} in carrier spacings. */
    private static void tone(float[] x, double levelDb, double place, double drift) {
        double amplitude = Math.sqrt(Waveform.BURST_POWER / OfdmParameters.LOADED * Snr.fromDb(levelDb));
        int length = x.length / 2;
        double phase = new Random(5).nextDouble();
        for (int n = 0; n < length; n++) {
            x[2 * n] += (float) (amplitude * Math.cos(phase));
            x[2 * n + 1] += (float) (amplitude * Math.sin(phase));
            phase += 2 * Math.PI * (place + drift * n / length) / OfdmParameters.FFT;
        }
    }
}
