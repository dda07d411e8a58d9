// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioContract;
import org.semlink.radio.Radios;

class SimulatedRadioTest extends RadioContract {

    private static final double EVERYTHING_SNR_DB = 12;
    private static final String EVERYTHING = "sim:snr=12,channel=rayleigh,taps=0:0/5:-6,doppler=50,sfo=30,cfo=2k,phasenoise=20,iq=0.3,"
            + "iq-phase=2,lo=-30,pa=9,loss=0.2,dac=10,adc=8";

    private static Radio radio(String spec, long seed) {
        return Radios.open(spec, new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, seed));
    }

    @Override
    protected Radio open() {
        return radio("sim:", 7);
    }

    private static float[] run(String spec, long seed, int maxSamples) {
        try (Radio radio = radio(spec, seed)) {
            for (int i = 0; i < 4; i++) {
                radio.transmit(burst(6001, 1e6, i));
            }
            return drain(radio, maxSamples);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim:", EVERYTHING, "sim:channel=rician,mtu=100",
        "sim:channel=tdl-c,rms=3u,doppler=80,cfo=1k,cfo-drift=1M,interferer=0,startup=1500,gain-step=3,hold,adc-level=-20,order=given"})
    void samplesDoNotDependOnHowTheyAreRead(String spec) {
        float[] whole = run(spec, 3, 1 << 20);
        for (int maxSamples : new int[] {1, 37, 4096}) {
            assertThat(Arrays.equals(run(spec, 3, maxSamples), whole)).as("%s read by %s", spec, maxSamples).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim:", EVERYTHING})
    void sameSeedSameSamplesOtherSeedOthers(String spec) {
        assertThat(run(spec, 5, 4096)).isEqualTo(run(spec, 5, 4096)).isNotEqualTo(run(spec, 6, 4096));
    }

    @Test
    void samplesDoNotDependOnWhenBurstsAreQueued() {
        float[] together = run(EVERYTHING, 4, 4096);
        try (Radio radio = radio(EVERYTHING, 4)) {
            int length = 0;
            for (int i = 0; i < 4; i++) {
                radio.transmit(burst(6001, 1e6, i));
                float[] part = drain(radio, 500);
                assertThat(part).isEqualTo(Arrays.copyOfRange(together, length, length + part.length));
                length += part.length;
            }
            assertThat(length).isEqualTo(together.length);
        }
    }

    @Test
    void idealRadioIsAWire() {
        try (Radio radio = radio("sim:ideal", 1)) {
            Iq burst = burst(10_000, 1e6, 1);
            radio.transmit(burst);
            float[] received = drain(radio, 4096);
            assertThat(received.length / 2).isEqualTo(10_000 + 2048);
            assertThat(Arrays.copyOfRange(received, 2048, 22_048)).isEqualTo(burst.samples());
            assertThat(radio.trueSnr().getAsDouble()).isInfinite();
        }
    }

    @Test
    void longWayRoundToAWire() {
        float[] named = run("sim:snr=inf,channel=none,adc=0,dac=0,cfo=0,delay=0", 1, 4096);
        assertThat(named).isEqualTo(run("sim:ideal", 1, 4096));
    }

    @Test
    void burstsArriveLateByUnknownDelays() {
        int[] delays = new int[12];
        for (int seed = 0; seed < delays.length; seed++) {
            try (Radio radio = radio("sim:ideal,delay=random", seed)) {
                radio.transmit(burst(2000, 1e6, 1));
                float[] received = drain(radio, 4096);
                int first = 0;
                while (received[first] == 0) {
                    first++;
                }
                delays[seed] = first / 2;
                assertThat(first / 2).isBetween(1024, 1024 + 4096);
                assertThat(received.length / 2).isEqualTo(first / 2 + 2000 + 1024);
            }
        }
        assertThat(Arrays.stream(delays).distinct().count()).isGreaterThan(10);
    }

    @Test
    void noiseStandsBeforeBetweenAndAfterBursts() {
        double variance = 1.0 / 16 / (10 * 200.0 / 256);
        try (Radio radio = radio("sim:ideal,snr=10", 2)) {
            radio.transmit(burst(4000, 1e6, 1));
            radio.transmit(burst(4000, 1e6, 2));
            float[] received = drain(radio, 4096);
            // 1024 samples: standard deviation 3 %, so five of them.
            for (int start : new int[] {0, 1024 + 4000, 2048 + 4000, 2 * (2048 + 4000) - 1024}) {
                assertThat(power(received, start, 1024)).as("from sample %s", start).isBetween(0.85 * variance, 1.15 * variance);
            }
        }
    }

    /** What one radio did before leaves no trace: neither samples nor counts nor what it says of itself. */
    @ParameterizedTest
    @ValueSource(strings = {"sim:", EVERYTHING, "sim:cfo=+-20k", "sim:profile=hackrf"})
    void aNewTrialIsAsANewRadio(String spec) {
        try (Radio used = radio(spec, 1); Radio fresh = radio(spec, 7)) {
            for (int i = 0; i < 3; i++) {
                used.transmit(burst(5000, 1e6, i));
            }
            for (int i = 0; i < 4; i++) {
                used.receive(3000, TIMEOUT);
            }
            used.beginTrial(7);
            for (Radio radio : List.of(used, fresh)) {
                radio.transmit(burst(4000, 1e6, 8));
                radio.transmit(burst(4000, 1e6, 9));
            }
            assertThat(Arrays.equals(drain(used, 1000), drain(fresh, 1000))).isTrue();
            assertThat(used.description()).isEqualTo(fresh.description());
            assertThat(used.counters()).isEqualTo(fresh.counters());
            assertThat(used.trueSnr()).isEqualTo(fresh.trueSnr());
        }
    }

    @Test
    void transfersArePartialAndIrregular() {
        try (Radio radio = radio("sim:mtu=1000", 1)) {
            radio.transmit(burst(50_000, 1e6, 1));
            int[] sizes = new int[30];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = radio.receive(100_000, TIMEOUT).iq().length();
                assertThat(sizes[i]).isBetween(1, 1000);
            }
            assertThat(Arrays.stream(sizes).distinct().count()).isGreaterThan(20);
        }
    }

    @Test
    void dropsTheBurstsThatItIsToldTo() {
        float[] received = run("sim:ideal,drop=1/2", 1, 4096);
        int slot = 6001 + 2048;
        for (int i = 0; i < 4; i++) {
            double power = power(received, i * slot + 1024, 6001);
            assertThat(power).isCloseTo(i == 1 || i == 2 ? 0 : 1.0 / 16, org.assertj.core.data.Offset.offset(0.005));
        }
    }

    @Test
    void clippingIsCountedAndLevelsReported() {
        try (Radio radio = radio("sim:ideal,dac=8", 1)) {
            Iq loud = new Iq(new float[] {2, 0, 0, -2, 0.5f, 0.5f, 0.999f, 0}, 1e6, 0);
            radio.transmit(loud);
            float[] received = drain(radio, 4096);
            // 0.999 rounds to code 128, one beyond the last.
            assertThat(radio.counters().clippedSamples()).isEqualTo(3);
            assertThat(received[2048]).isEqualTo(127 / 128f);
            assertThat(received[2051]).isEqualTo(-1);
            assertThat((double) radio.description().get("dac_level_dbfs")).isCloseTo(
                    Snr.toDb((Math.pow(127 / 128.0, 2) * 2 + 1 + 0.5) / 4), org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void trueSnrIsTheLabelWithoutFadingAndTheRealisedOneWithIt() {
        for (String channel : new String[] {"awgn", "multipath"}) {
            try (Radio radio = radio("sim:snr=12,channel=" + channel, 1)) {
                assertThat(Snr.toDb(radio.trueSnr().orElseThrow())).isCloseTo(EVERYTHING_SNR_DB, org.assertj.core.data.Offset.offset(1e-9));
            }
        }
        try (Radio radio = radio("sim:ideal,snr=12,channel=rayleigh,taps=0", 1)) {
            assertThat(radio.trueSnr()).isEmpty();
            radio.transmit(burst(100_000, 1e6, 1));
            float[] received = drain(radio, 4096);
            double noise = 1.0 / 16 / (Snr.fromDb(12) * 200 / 256);
            double gain = (power(received, 1024, 100_000) - noise) * 16;
            // 100 000 samples: power to 0.3 % of itself, five times that.
            assertThat(radio.trueSnr().orElseThrow() / Snr.fromDb(12)).isBetween(gain * 0.985, gain * 1.015);
        }
    }

    static double power(float[] iq, int start, int count) {
        double sum = 0;
        for (int i = 2 * start; i < 2 * (start + count); i++) {
            sum += (double) iq[i] * iq[i];
        }
        return sum / count;
    }
}
