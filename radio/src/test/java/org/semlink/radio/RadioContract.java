// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every radio must keep, run over each of them: extend it and open the radio that is to be tested. */
public abstract class RadioContract {

    protected static final Duration TIMEOUT = Duration.ofMillis(50);

    /** A radio whose receiver hears its own transmitter, or at least accepts both. */
    protected abstract Radio open();

    /** A burst of white Gaussian samples, mean power 1/16. */
    protected static Iq burst(int samples, double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] iq = new float[2 * samples];
        for (int i = 0; i < iq.length; i++) {
            iq[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / 32));
        }
        return new Iq(iq, rate, 0);
    }

    /** Everything received until the end, checking that stretches follow on from each other. */
    protected static float[] drain(Radio radio, int maxSamples) {
        float[] all = new float[1 << 16];
        int length = 0;
        long next = -1;
        while (true) {
            ReceivedSamples received = radio.receive(maxSamples, TIMEOUT);
            Iq iq = received.iq();
            if (next >= 0) {
                assertThat(iq.firstSample()).as("stream index").isEqualTo(next);
            }
            assertThat(iq.length()).isLessThanOrEqualTo(maxSamples);
            assertThat(iq.sampleRateHz()).isEqualTo(radio.sampleRateHz());
            assertThat(received.lostBefore()).isZero();
            if (received.ended()) {
                assertThat(iq.length()).isZero();
                return Arrays.copyOf(all, length);
            }
            next = iq.firstSample() + iq.length();
            while (length + 2 * iq.length() > all.length) {
                all = Arrays.copyOf(all, 2 * all.length);
            }
            System.arraycopy(iq.samples(), 0, all, length, 2 * iq.length());
            length += 2 * iq.length();
        }
    }

    @Test
    void deliversFiniteSamplesAndComesToAnEnd() {
        try (Radio radio = open()) {
            radio.transmit(burst(5000, radio.sampleRateHz(), 1));
            float[] received = drain(radio, 1000);
            assertThat(received.length / 2).isGreaterThanOrEqualTo(5000);
            for (float x : received) {
                assertThat(Float.isFinite(x)).isTrue();
            }
            assertThat(radio.receive(1000, TIMEOUT).ended()).as("stays at its end").isTrue();
            radio.transmit(burst(100, radio.sampleRateHz(), 1));
            assertThat(radio.receive(1000, TIMEOUT).arrived()).as("goes on after another burst").isTrue();
        }
    }

    @Test
    void leavesTheBurstAlone() {
        try (Radio radio = open()) {
            Iq burst = burst(3000, radio.sampleRateHz(), 2);
            float[] before = burst.samples().clone();
            radio.transmit(burst);
            drain(radio, 4096);
            assertThat(burst.samples()).isEqualTo(before);
        }
    }

    @Test
    void describesItself() {
        try (Radio radio = open()) {
            assertThat(radio.sampleRateHz()).isPositive();
            assertThat(radio.description()).containsKeys("radio", "kind", "sample_rate_hz");
            assertThat(radio.counters()).isEqualTo(new RadioCounters(0, 0, 0, 0));
        }
    }

    @Test
    void refusesMisuse() {
        Radio radio = open();
        assertThatThrownBy(() -> radio.receive(0, TIMEOUT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> radio.transmit(burst(10, radio.sampleRateHz() * 2, 3))).isInstanceOf(IllegalArgumentException.class);
        radio.close();
        radio.close();
        assertThatThrownBy(() -> radio.receive(10, TIMEOUT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> radio.transmit(burst(10, radio.sampleRateHz(), 3))).isInstanceOf(IllegalStateException.class);
    }
}
