// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/** Each impairment alone against its closed form. */
class ImpairmentsTest {

    static Block tone(int samples, double amplitude, double cyclesPerSample) {
        Block block = new Block();
        block.resize(samples);
        block.burst = true;
        for (int n = 0; n < samples; n++) {
            double angle = 2 * Math.PI * ((n * cyclesPerSample) % 1);
            block.iq[2 * n] = (float) (amplitude * Math.cos(angle));
            block.iq[2 * n + 1] = (float) (amplitude * Math.sin(angle));
        }
        return block;
    }

    /** {@code (1/N) sum x[n] exp(-i 2 pi f n)}: real and imaginary part. */
    static double[] correlate(Block block, double cyclesPerSample) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < block.length; n++) {
            double angle = 2 * Math.PI * ((n * cyclesPerSample) % 1);
            re += block.iq[2 * n] * Math.cos(angle) + block.iq[2 * n + 1] * Math.sin(angle);
            im += block.iq[2 * n + 1] * Math.cos(angle) - block.iq[2 * n] * Math.sin(angle);
        }
        return new double[] {re / block.length, im / block.length};
    }

    private static double power(double[] z) {
        return z[0] * z[0] + z[1] * z[1];
    }

    @ParameterizedTest
    @ValueSource(doubles = {350, -47_000, 0.01})
    void carrierOffsetTurnsEverySample(double hz) {
        Block block = tone(100_000, 1, 0);
        CarrierOffset cfo = new CarrierOffset(hz, 0, 1e6);
        cfo.reset(1);
        cfo.process(block);
        for (int n : new int[] {0, 1, 255, 256, 257, 5000, 99_999}) {
            double angle = 2 * Math.PI * hz * n / 1e6;
            assertThat((double) block.iq[2 * n]).as("I of sample %s", n).isCloseTo(Math.cos(angle), Offset.offset(1e-6));
            assertThat((double) block.iq[2 * n + 1]).as("Q of sample %s", n).isCloseTo(Math.sin(angle), Offset.offset(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"350, 1e4", "-1000, -3e7", "0, 2.5e6"})
    void carrierOffsetDrifts(double hz, double hzPerS) {
        Block block = tone(100_000, 1, 0);
        CarrierOffset cfo = new CarrierOffset(hz, hzPerS, 1e6);
        cfo.reset(1);
        cfo.process(block);
        for (int n : new int[] {0, 1, 255, 256, 257, 5000, 99_999}) {
            double t = n / 1e6;
            double angle = 2 * Math.PI * (hz * t + hzPerS * t * t / 2);
            assertThat((double) block.iq[2 * n]).as("I of sample %s", n).isCloseTo(Math.cos(angle), Offset.offset(1e-6));
            assertThat((double) block.iq[2 * n + 1]).as("Q of sample %s", n).isCloseTo(Math.sin(angle), Offset.offset(1e-6));
        }
    }

    @Test
    void interfererHasItsLevelFrequencyAndDrift() {
        Interferer still = new Interferer(-10, 0.1 / 16, 125e3, 0, 1e6);
        still.reset(4);
        Block block = new Block();
        block.resize(8000);
        still.process(block);
        assertThat(power(correlate(block, 0.125))).isCloseTo(0.1 / 16, Offset.offset(1e-8));
        assertThat(block.power()).isCloseTo(0.1 / 16, Offset.offset(1e-8));
        Interferer moving = new Interferer(0, 1, 0, 1e6, 1e6);
        moving.reset(4);
        Block moved = new Block();
        moved.resize(100_001);
        moving.process(moved);
        // After 0.1 s at 1 MHz/s the carrier is at 100 kHz: a turn of 0.1 cycles from one sample to the next.
        int n = 100_000;
        double re = moved.iq[2 * n] * moved.iq[2 * n - 2] + moved.iq[2 * n + 1] * moved.iq[2 * n - 1];
        double im = moved.iq[2 * n + 1] * moved.iq[2 * n - 2] - moved.iq[2 * n] * moved.iq[2 * n - 1];
        assertThat(Math.atan2(im, re) / (2 * Math.PI)).isCloseTo(0.1, Offset.offset(1e-5));
    }

    @Test
    void startupGarbageEndsAtItsSample() {
        StartupTransient startup = new StartupTransient(3000);
        startup.reset(1);
        Block first = tone(2000, 0.25, 0);
        Block second = tone(2000, 0.25, 0);
        startup.process(first);
        startup.process(second);
        // Uniform on -1 ... 1: power 2/3, known to 2.2 % from 2000 samples; five times that.
        assertThat(first.power()).isCloseTo(2.0 / 3, Offset.offset(0.075));
        for (int i = 0; i < 2000; i++) {
            assertThat(second.iq[2 * i] == 0.25f && second.iq[2 * i + 1] == 0).as("sample %s is right", 2000 + i).isEqualTo(i >= 1000);
        }
    }

    @Test
    void gainStepsOnceInsideEachBurst() {
        GainStep agc = new GainStep(6);
        agc.reset(2);
        double high = Snr.amplitudeFromDb(6);
        double power = 0;
        java.util.Set<Integer> places = new java.util.HashSet<>();
        for (int slot = 0; slot < 20; slot++) {
            Block before = tone(100, 1, 0);
            before.burst = false;
            Block burst = tone(1000, 1, 0);
            Block after = tone(100, 1, 0);
            after.burst = false;
            for (Block block : new Block[] {before, burst, after}) {
                block.slot = slot;
                block.burstLength = 1000;
                agc.process(block);
            }
            int step = 0;
            while (step < 1000 && burst.iq[2 * step] == 1) {
                step++;
            }
            places.add(step);
            assertThat(before.iq[198]).isEqualTo(1);
            assertThat((double) burst.iq[1998]).isCloseTo(high, Offset.offset(1e-6));
            assertThat((double) after.iq[198]).isCloseTo(high, Offset.offset(1e-6));
            power += burst.power() / 20;
        }
        assertThat(places).hasSizeGreaterThan(15);
        assertThat(agc.powerGain().orElseThrow()).isCloseTo(power, Offset.offset(1e-5));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 10, 12})
    void quantisationNoiseFollowsTheBits(int bits) {
        // The loudest tone that does not clip, at an irrational frequency so that errors are uniform.
        Block block = tone(200_000, 1 - 1.0 / (1 << bits - 1), Math.sqrt(2) / 10);
        Block before = tone(200_000, 1 - 1.0 / (1 << bits - 1), Math.sqrt(2) / 10);
        Converter adc = new Converter("adc", bits, 1);
        adc.reset(1);
        adc.process(block);
        double error = 0;
        for (int i = 0; i < 2 * block.length; i++) {
            error += Math.pow(block.iq[i] - before.iq[i], 2);
        }
        double sqnrDb = Snr.toDb(before.power() / (error / block.length));
        // Amplitude just under full scale costs up to 0.28 dB at 6 bits; a bit is 6 dB.
        assertThat(sqnrDb).isCloseTo(6.02 * bits + 1.76, Offset.offset(0.35));
        assertThat(adc.counters().clippedSamples()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 5", "0.5, 3", "-1, -2"})
    void imageIsRejectedByTheFormula(double gainDb, double degrees) {
        Block block = tone(10_000, 0.5, 0.1);
        new IqImbalance(gainDb, degrees).process(block);
        double g = Snr.amplitudeFromDb(gainDb);
        double cos = Math.cos(Math.toRadians(degrees));
        double expected = Snr.toDb((1 + 2 * g * cos + g * g) / (1 - 2 * g * cos + g * g));
        double measured = Snr.toDb(power(correlate(block, 0.1)) / power(correlate(block, -0.1)));
        assertThat(measured).isCloseTo(expected, Offset.offset(0.01));
    }

    @Test
    void leakageStandsItsDecibelsBelowTheBurst() {
        Block block = new Block();
        block.resize(100);
        LoLeakage lo = new LoLeakage(-30, 1.0 / 16);
        lo.reset(1);
        lo.process(block);
        assertThat(block.power()).isCloseTo(1e-3 / 16, Offset.offset(1e-10));
        float first = block.iq[0];
        lo.reset(2);
        block.resize(0);
        block.resize(1);
        block.iq[0] = 0;
        block.iq[1] = 0;
        lo.process(block);
        assertThat(block.iq[0]).as("phase of another seed").isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 2, 0.01", "1, 2, 0.8408964", "1, 3, 0.8908987", "2, 3, 0.9974193", "100, 2, 1"})
    void amplifierFollowsRapp(double input, double p, double output) {
        // Saturation at amplitude 1: power 1/16 and 12.04 dB of backoff. Expected output: r / (1 + r^(2p))^(1/(2p)) by hand.
        Block block = tone(64, input, 0.05);
        new RappAmplifier(Snr.toDb(16), p, 1.0 / 16).process(block);
        assertThat(Math.sqrt(block.power())).isCloseTo(output, Offset.offset(1e-5));
        assertThat(Math.atan2(block.iq[21], block.iq[20])).isCloseTo(Math.PI * 10 * 0.05 * 2, Offset.offset(1e-4));
    }

    @Test
    void phaseNoiseIsAWienerProcess() {
        int samples = 400_000;
        double expected = 2 * Math.PI * 100 / 1e6;
        Block block = tone(samples, 1, 0);
        PhaseNoise noise = new PhaseNoise(100, 1e6);
        noise.reset(3);
        noise.process(block);
        for (int lag : new int[] {1, 10}) {
            double sum = 0;
            for (int n = lag; n < samples; n += lag) {
                double re = block.iq[2 * n] * block.iq[2 * (n - lag)] + block.iq[2 * n + 1] * block.iq[2 * (n - lag) + 1];
                double im = block.iq[2 * n + 1] * block.iq[2 * (n - lag)] - block.iq[2 * n] * block.iq[2 * (n - lag) + 1];
                sum += Math.pow(Math.atan2(im, re), 2);
            }
            double variance = sum / (samples / lag - 1);
            // Variance of m increments is known to sqrt(2/m) of itself; five deviations.
            double tolerance = 5 * Math.sqrt(2.0 * lag / samples);
            assertThat(variance / (lag * expected)).as("variance over %s samples", lag).isCloseTo(1, Offset.offset(tolerance));
        }
        assertThat(block.power()).isCloseTo(1, Offset.offset(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.1, 1", "0.35, 1", "-0.41, 1", "0.41, -20", "0.2, 1000", "-0.3, -1000"})
    void resamplingIsExactInBand(double cyclesPerSample, double ppm) {
        Block block = tone(60_000, 1, cyclesPerSample);
        SamplingOffset sfo = new SamplingOffset(ppm);
        sfo.process(block);
        double error = 0;
        int counted = 0;
        for (int m = 200; m < block.length; m++) {
            double angle = 2 * Math.PI * cyclesPerSample * (m * (1 + ppm * 1e-6) - SamplingOffset.LATENCY);
            error += Math.pow(block.iq[2 * m] - Math.cos(angle), 2) + Math.pow(block.iq[2 * m + 1] - Math.sin(angle), 2);
            counted++;
        }
        assertThat(Snr.toDb(error / counted)).as("everything that is not the tone, dB").isLessThan(-75);
        assertThat(block.length).isBetween((int) (60_000 / (1 + ppm * 1e-6)) - 1, (int) (60_000 / (1 + ppm * 1e-6)) + 2);
    }

    @Test
    void lossHasItsRateAndIsIndependentOfDrops() {
        int lost = 0;
        Loss plain = new Loss(new BurstEvents(0.1, java.util.Set.of()), "loss", "bursts_dropped", false);
        Loss dropping = new Loss(new BurstEvents(0.1, java.util.Set.of(5L)), "loss", "bursts_dropped", false);
        plain.reset(9);
        dropping.reset(9);
        for (int slot = 0; slot < 10_000; slot++) {
            Block a = tone(1, 1, 0);
            Block b = tone(1, 1, 0);
            a.slot = slot;
            b.slot = slot;
            plain.process(a);
            dropping.process(b);
            lost += a.iq[0] == 0 ? 1 : 0;
            assertThat(b.iq[0]).isEqualTo(slot == 5 ? 0 : a.iq[0]);
        }
        // Binomial, deviation 30.
        assertThat(lost).isBetween(850, 1150);
    }

    @Test
    void clockErrorMovesCarrierAndSamplingTogether() {
        SimSettings settings = new SimSettings(org.semlink.radio.RadioSpec.parse("sim:ideal,clock=10,freq=2.4G"),
                new org.semlink.radio.RadioContext(1e6, 1.0 / 16, 0.8, 0.8e6, 1));
        java.util.Map<String, Object> description = new java.util.LinkedHashMap<>();
        Impairments.chain(settings).describe(description);
        assertThat((double) description.get("cfo_hz")).isCloseTo(24_000, Offset.offset(1e-6));
        assertThat(description).containsEntry("sfo_ppm", 10.0);
    }
}
