// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;

/** Stages in the order that the user gives; the true SNR follows the place of the noise. */
class StageOrderTest {

    private static final RadioContext CONTEXT = new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3);

    private static Map<String, Object> describe(String spec) {
        try (Radio radio = Radios.open(spec, CONTEXT)) {
            return radio.description();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sim:                                                  | delay dac channel cfo snr adc",
        "sim:ideal,cfo=1,snr=3,iq=1                            | delay cfo snr iq",
        "sim:ideal,cfo=1,snr=3,iq=1,order=iq/snr/cfo           | delay iq snr cfo",
        "sim:order=snr/channel                                 | delay dac snr cfo channel adc",
        "sim:order=adc/dac,slip=1                              | delay adc channel cfo snr dac slip",
        "sim:ideal,iq=1,snr=3,cfo=1,order=given                | delay iq snr cfo",
        "sim:iq-phase=2,order=given,pa=8                       | delay dac iq channel cfo snr pa adc",
        "sim:ideal,snr=3,clock=1,freq=1G,channel=rayleigh,order=given | delay snr sfo cfo channel",
        "sim:ideal,order=given                                 | delay"})
    void stagesComeInTheOrderAskedFor(String spec, String expected) {
        assertThat(describe(spec).get("order")).isEqualTo(List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sim:order=snr/chanel   | unknown impairment 'chanel', did you mean 'channel'?",
        "sim:order=snr/pa       | radio option order names 'pa', which this radio does not have",
        "sim:order=snr/delay    | radio option order cannot move 'delay', which happens in the host",
        "sim:order=snr/overflow | radio option order cannot move 'overflow', which happens in the host",
        "sim:order=snr/cfo/snr  | radio option order must be 'given' or at least two different stages",
        "sim:order=snr          | radio option order must be 'given' or at least two different stages",
        "sim:order=snr/         | unknown impairment ''",
        "sim:order              | radio option order needs a value"})
    void nonsenseIsRefused(String spec, String message) {
        assertThatThrownBy(() -> Radios.open(spec, CONTEXT)).isInstanceOf(SemlinkException.class).hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    /** The burst as it came, of one constant sample. */
    private static float[] sendTone(Radio radio) {
        float[] sent = new float[2 * 20_000];
        java.util.Arrays.fill(sent, 0.25f / (float) Math.sqrt(2));
        radio.transmit(new Iq(sent, 1e6, 0));
        float[] heard = new float[2 * (20_000 + 2048)];
        int at = 0;
        for (ReceivedSamples got = radio.receive(4096, Duration.ZERO); !got.ended(); got = radio.receive(4096, Duration.ZERO)) {
            System.arraycopy(got.iq().samples(), 0, heard, at, got.iq().samples().length);
            at += got.iq().samples().length;
        }
        return java.util.Arrays.copyOfRange(heard, 2 * 1024, 2 * 21_024);
    }

    /** SNR per sample times the band's width, from a constant signal: mean squared over variance. */
    private static double measuredSnr(float[] burst) {
        double re = 0;
        double im = 0;
        double power = 0;
        int n = burst.length / 2;
        for (int i = 0; i < n; i++) {
            re += burst[2 * i] / n;
            im += burst[2 * i + 1] / n;
            power += ((double) burst[2 * i] * burst[2 * i] + (double) burst[2 * i + 1] * burst[2 * i + 1]) / n;
        }
        double signal = re * re + im * im;
        return signal / (power - signal) / (200.0 / 256);
    }

    /** Flat fading before the noise changes the SNR, behind it both alike; seed by seed, true and measured agree. */
    @ParameterizedTest
    @CsvSource({"sim:ideal;snr=5;channel=rayleigh;taps=0, false", "sim:ideal;snr=5;channel=rayleigh;taps=0;order=snr/channel, true",
        "sim:ideal;snr=5;channel=rayleigh;taps=0;gain-step=6;order=given, true"})
    void trueSnrIsThatOfTheOrder(String spec, boolean label) {
        for (int seed = 0; seed < 8; seed++) {
            try (Radio radio = Radios.open(spec.replace(';', ','), new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, seed))) {
                float[] burst = sendTone(radio);
                double truth = Snr.toDb(radio.trueSnr().orElseThrow());
                assertThat(Math.abs(truth - 5) < 1e-9).as("label at seed %s", seed).isEqualTo(label);
                if (!spec.contains("gain-step")) {
                    // The variance of 20,000 samples is known to 0.7 %, so the ratio to 0.03 dB at good SNR; five times that.
                    assertThat(Snr.toDb(measuredSnr(burst))).as("seed %s", seed).isCloseTo(truth, Offset.offset(truth < -5 ? 1 : 0.2));
                }
            }
        }
    }

    @Test
    void aGainBeforeTheNoiseCounts() {
        try (Radio radio = Radios.open("sim:ideal,gain-step=6,snr=5,order=given", CONTEXT)) {
            assertThat(radio.trueSnr()).isEmpty();
            sendTone(radio);
            double gain = radio.trueSnr().orElseThrow() / Snr.fromDb(5);
            assertThat(gain).isStrictlyBetween(1.0, Snr.fromDb(6));
        }
    }
}
