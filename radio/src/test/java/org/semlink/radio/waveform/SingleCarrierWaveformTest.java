// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

/** {@link WaveformContract} for a single carrier, and its own parts against their definitions. */
class SingleCarrierWaveformTest extends WaveformContract {

    private static final Waveform WAVEFORM = new SingleCarrierWaveform();

    @Override
    Waveform waveform() {
        return WAVEFORM;
    }

    /** Blocks are equalised apart: where the equaliser's response does not end within their margin, -90 dB remain at the edges. */
    @Override
    double exactness() {
        return 1.5e-4;
    }

    @ParameterizedTest(name = "roll-off {0}")
    @ValueSource(doubles = {0.1, 0.15, 0.2, 0.3})
    void everyRollOff(double rollOff) {
        Waveform waveform = new SingleCarrierWaveform(1e6, rollOff);
        float[] air = TestLink.noise(TestLink.pad(TestLink.burst(waveform, 6000, 1), 300, 100),
                TestLink.noiseVariance(waveform, Snr.fromDb(20)), 1);
        ReceivedFrame frame = TestLink.receive(WAVEFORM, air, 4096).get(0);
        ReceivedSymbols payload = frame.payload().orElseThrow();
        double error = TestLink.errorVariance(payload, TestLink.gaussianSymbols(6000, 1));
        assertThat(Snr.toDb(error)).isCloseTo(-20, within(0.25));
        assertThat(Snr.toDb(TestLink.predictedVariance(payload) / error)).isCloseTo(0, within(0.25));
        assertThat(waveform.name()).isEqualTo("single-carrier:rolloff=0." + Math.round(100 * rollOff));
    }

    /** The fast modulator against the sum that defines the signal. */
    @Test
    void aSignalIsTheSumOfItsPulses() {
        int count = 400;
        float[] burst = TestLink.burst(WAVEFORM, count, 8);
        float[] sent = TestLink.gaussianSymbols(count, 8);
        RootRaisedCosine pulse = new RootRaisedCosine(0.25);
        double[] expected = new double[2 * SingleCarrierLayout.samples(3)];
        for (int i = 0; i < 3 * SingleCarrierLayout.DATA; i++) {
            double sign = SingleCarrierLayout.scramble(i);
            place(expected, SingleCarrierLayout.place(i), pulse, sign * (i < count ? sent[2 * i] : Math.sqrt(0.5)),
                    sign * (i < count ? sent[2 * i + 1] : Math.sqrt(0.5)));
        }
        for (int i = 0; i < 3 * SingleCarrierLayout.WORD; i++) {
            int epoch = i / SingleCarrierLayout.WORD;
            int inWord = i % SingleCarrierLayout.WORD;
            place(expected, epoch * SingleCarrierLayout.EPOCH + SingleCarrierLayout.WORD_START + inWord, pulse,
                    SingleCarrierLayout.wordRe(epoch, inWord), SingleCarrierLayout.wordIm(epoch, inWord));
        }
        assertThat(burst.length).isEqualTo(2 * OfdmParameters.PAYLOAD_START + expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) burst[2 * OfdmParameters.PAYLOAD_START + i]).as("sample %d", i / 2).isCloseTo(expected[i], within(1e-6));
        }
    }

    private static void place(double[] signal, int symbol, RootRaisedCosine pulse, double re, double im) {
        double centre = SingleCarrierLayout.LEAD + SingleCarrierLayout.SAMPLES_PER_SYMBOL * symbol;
        for (int n = 0; n < signal.length / 2; n++) {
            double h = pulse.at(n - centre);
            signal[2 * n] += h * re;
            signal[2 * n + 1] += h * im;
        }
    }

    /** A matched pair of pulses is free of symbol interference but for what the cut leaves: -50 dB each, all taken off by the equaliser. */
    @Test
    void pulsesAreNearlyOrthogonal() {
        for (int step = 0; step < SingleCarrierFormat.STEPS; step++) {
            RootRaisedCosine pulse = new RootRaisedCosine(0.1 + 0.05 * step);
            for (int symbol = 0; symbol <= 20; symbol += 5) {
                double product = 0;
                for (int n = -64; n <= 64; n++) {
                    product += pulse.at(n) * pulse.at(n - SingleCarrierLayout.SAMPLES_PER_SYMBOL * symbol);
                }
                double unit = Waveform.BURST_POWER * SingleCarrierLayout.SAMPLES_PER_SYMBOL;
                assertThat(product / unit).as("step %d, %d symbols apart", step, symbol).isCloseTo(symbol == 0 ? 1 : 0, within(0.003));
            }
        }
    }

    @ParameterizedTest(name = "delay {0}")
    @ValueSource(doubles = {0.5, 8.3, 16, 31})
    void aChannelIsInterpolatedBetweenItsCarriers(double delay) {
        int half = 820;
        float[] channel = new float[2 * OfdmParameters.CARRIERS];
        for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
            double phase = -2 * Math.PI * delay * OfdmParameters.frequency(u) / OfdmParameters.FFT;
            channel[2 * u] = (float) Math.cos(phase);
            channel[2 * u + 1] = (float) Math.sin(phase);
        }
        float[] fine = new float[2 * (2 * half + 1)];
        new ChannelInterpolator(half).interpolate(channel, new float[channel.length], fine);
        for (int i = 0; i <= 2 * half; i++) {
            double phase = -2 * Math.PI * delay * (i - half) / OfdmParameters.FFT / ChannelInterpolator.FINE;
            assertThat((double) fine[2 * i]).as("bin %d", i - half).isCloseTo(Math.cos(phase), within(2e-4));
            assertThat((double) fine[2 * i + 1]).as("bin %d", i - half).isCloseTo(Math.sin(phase), within(2e-4));
        }
    }

    @Test
    void anotherRollOffIsRefused() {
        assertThatThrownBy(() -> new SingleCarrierWaveform(1e6, 0.5)).isInstanceOf(SemlinkException.class)
                .hasMessage("rolloff must be 0.10, 0.15, 0.20, 0.25 or 0.30, got 0.5; 0.25 is usual");
    }
}
