// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;

/**
 * Signal and noise power at the radio's end against the label, per complex sample and per real axis: 3.01 dB must not hide anywhere.
 *
 * <p>2^19 samples know a power to 0.006 dB (0.0085 dB per axis): 0.05 dB is more than five deviations.
 */
class NoiseConventionTest {

    private static final int SAMPLES = 1 << 19;
    private static final double SAMPLE_SNR_PER_SYMBOL_SNR = 200.0 / 256;
    private static final double BURST_POWER = 1.0 / 16;
    private static final Offset<Double> TOLERANCE_DB = Offset.offset(0.05);

    /** What one burst of the waveform's nominal power brought: the burst itself, and what was added to it. */
    private static float[][] sendAndSubtract(String spec) {
        float[] sent = new float[2 * SAMPLES];
        java.util.SplittableRandom random = new java.util.SplittableRandom(11);
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (float) (random.nextGaussian() * Math.sqrt(BURST_POWER / 2));
        }
        float[] noise = new float[2 * SAMPLES];
        try (Radio radio = Radios.open(spec, new RadioContext(1e6, BURST_POWER, SAMPLE_SNR_PER_SYMBOL_SNR, 0.82e6, 5))) {
            radio.transmit(new Iq(sent, 1e6, 0));
            int at = -2 * 1024;
            for (Iq iq = radio.receive(4096, Duration.ZERO).iq(); iq.length() > 0; iq = radio.receive(4096, Duration.ZERO).iq()) {
                for (float x : iq.samples()) {
                    if (at >= 0 && at < noise.length) {
                        noise[at] = x - sent[at];
                    }
                    at++;
                }
            }
        }
        return new float[][] {sent, noise};
    }

    /** Mean square of I (0) or Q (1). */
    private static double axisPower(float[] iq, int axis) {
        double sum = 0;
        for (int i = axis; i < iq.length; i += 2) {
            sum += (double) iq[i] * iq[i];
        }
        return sum / (iq.length / 2.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-10, 0, 10, 25})
    void powersPerSampleAndPerAxisMatchTheLabel(double snrDb) {
        float[][] pair = sendAndSubtract("sim:ideal,snr=" + snrDb);
        double[] signal = {axisPower(pair[0], 0), axisPower(pair[0], 1)};
        double[] noise = {axisPower(pair[1], 0), axisPower(pair[1], 1)};
        double label = snrDb + Snr.toDb(SAMPLE_SNR_PER_SYMBOL_SNR);
        assertThat(Snr.toDb(signal[0] + signal[1])).as("signal per complex sample").isCloseTo(Snr.toDb(BURST_POWER), TOLERANCE_DB);
        double complexNoise = noise[0] + noise[1];
        assertThat(Snr.toDb(BURST_POWER / complexNoise)).as("SNR per complex sample").isCloseTo(label, TOLERANCE_DB);
        for (int axis = 0; axis < 2; axis++) {
            assertThat(Snr.toDb(signal[axis])).as("signal on axis %s", axis).isCloseTo(Snr.toDb(BURST_POWER / 2), TOLERANCE_DB);
            assertThat(Snr.toDb(BURST_POWER / 2 / noise[axis])).as("SNR on axis %s", axis).isCloseTo(label, TOLERANCE_DB);
        }
    }

    @Test
    void noiseIsCircularAndGaussian() {
        float[] noise = sendAndSubtract("sim:ideal,snr=0")[1];
        double power = axisPower(noise, 0) + axisPower(noise, 1);
        double cross = 0;
        double fourth = 0;
        double lag = 0;
        for (int i = 0; i < noise.length; i += 2) {
            double p = (double) noise[i] * noise[i] + (double) noise[i + 1] * noise[i + 1];
            cross += (double) noise[i] * noise[i + 1];
            fourth += p * p;
            lag += i < 2 ? 0 : (double) noise[i] * noise[i - 2] + (double) noise[i + 1] * noise[i - 1];
        }
        // Deviations: 0.5/sqrt(n), sqrt(20/n) and 1/sqrt(2n) of the power; five of each.
        double root = Math.sqrt(SAMPLES);
        assertThat(cross / SAMPLES / power).as("E[IQ]").isCloseTo(0, Offset.offset(2.5 / root));
        assertThat(fourth / SAMPLES / (power * power)).as("E|w|^4 / (E|w|^2)^2").isCloseTo(2, Offset.offset(22 / root));
        assertThat(lag / SAMPLES / power).as("correlation of neighbours").isCloseTo(0, Offset.offset(3.6 / root));
    }

    @Test
    void noiseFollowsTheNominalPowerNotTheBurst() {
        RadioContext context = new RadioContext(1e6, BURST_POWER, SAMPLE_SNR_PER_SYMBOL_SNR, 0.82e6, 5);
        float[] silent;
        try (Radio radio = Radios.open("sim:ideal,snr=10", context)) {
            radio.transmit(new Iq(new float[2 * 100_000], 1e6, 0));
            silent = new float[0];
            for (Iq iq = radio.receive(200_000, Duration.ZERO).iq(); iq.length() > 0; iq = radio.receive(200_000, Duration.ZERO).iq()) {
                silent = iq.length() > silent.length / 2 ? iq.samples() : silent;
            }
        }
        double expected = BURST_POWER / (10 * SAMPLE_SNR_PER_SYMBOL_SNR);
        assertThat(axisPower(silent, 0) + axisPower(silent, 1)).isCloseTo(expected, Offset.offset(0.15 * expected));
    }
}
