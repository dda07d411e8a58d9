// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;

/** Streams of the real library: time to the sample, every format, partial transfers, and each kind of trouble told from the others. */
class SoapyStreamTest {

    private static final double RATE = 100_000;
    private static final Duration WAIT = Duration.ofMillis(100);

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    private static SoapyStream stream(SoapyDevice device, Direction direction, SampleFormat format) {
        SoapyChannel channel = device.channel(direction, 0);
        channel.setSampleRateHz(RATE);
        SoapyStream stream = device.openStream(channel, format, Map.of());
        stream.activate();
        return stream;
    }

    /** Full-scale corners and random values, so that a wrong scale or a swap of I and Q shows. */
    private static float[] burst(int length, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[2 * length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() * 1.8f - 0.9f;
        }
        samples[0] = 0.5f;
        samples[1] = -1;
        return samples;
    }

    private static void writeAll(SoapyStream tx, long timeNs, float[] samples) {
        int length = samples.length / 2;
        for (int at = 0; at < length;) {
            Transfer done = at == 0 ? tx.writeAt(timeNs, samples, 0, length, true, WAIT)
                    : tx.write(samples, at, length - at, true, WAIT);
            at += done.samples();
        }
    }

    /** The stream from the device's time 0 to sample {@code end}, put where the time stamps say. */
    private static float[] readUntil(SoapyStream rx, int end) {
        float[] air = new float[2 * end];
        float[] piece = new float[2 * rx.mtu()];
        for (long at = 0; at < end;) {
            Transfer got = rx.read(piece, 0, rx.mtu(), WAIT);
            if (got.event() == StreamEvent.OK) {
                assertThat(got.hasTime()).isTrue();
                at = Math.round(got.timeNs() * RATE / 1e9);
                int fits = (int) Math.min(got.samples(), end - at);
                System.arraycopy(piece, 0, air, 2 * (int) at, 2 * Math.max(0, fits));
                at += got.samples();
            } else {
                assertThat(got.event()).isEqualTo(StreamEvent.TIMEOUT);
            }
        }
        return air;
    }

    @ParameterizedTest(name = "{0}, device native {1}, partial transfers {2}")
    @CsvSource({"CF32, CS16, false, 0", "CF32, CS16, true, 0", "CS16, CS16, true, 3.1e-5", "CS8, CS8, false, 7.9e-3", "CS8, CS16, true, 7.9e-3"})
    void aBurstTimedAheadArrivesAtExactlyTheAskedSample(SampleFormat format, String nativeFormat, boolean partial, double tolerance) {
        try (SoapyDevice device = LoopbackModule.open("timed", "native", nativeFormat, "partial", "" + partial, "mtu", "500")) {
            SoapyStream rx = stream(device, Direction.RX, format);
            SoapyStream tx = stream(device, Direction.TX, format);
            float[] burst = burst(1300, 7);
            long start = Math.round((device.hardwareTimeNs() + 200_000_000L) * RATE / 1e9);
            writeAll(tx, Math.round(start * 1e9 / RATE), burst);
            int first = (int) start;
            float[] air = readUntil(rx, first + 1300 + 400);
            for (int i = 0; i < air.length; i++) {
                boolean silent = i < 2 * first || i >= 2 * first + burst.length;
                assertThat((double) air[i]).as("component %d of a burst from %d", i, 2 * first)
                        .isCloseTo(silent ? 0 : burst[i - 2 * first], within(silent ? 0 : tolerance));
            }
            assertThat(tx.pollStatus(Duration.ZERO).event()).isEqualTo(StreamEvent.TIMEOUT);
        }
    }

    @Test
    void eachTroubleIsToldFromTheOthers() {
        try (SoapyDevice device = LoopbackModule.open("trouble", "mtu", "100")) {
            SoapyStream rx = stream(device, Direction.RX, SampleFormat.CF32);
            SoapyStream tx = stream(device, Direction.TX, SampleFormat.CF32);
            float[] piece = new float[200];
            device.setSetting("fault", "timeout:2");
            assertThat(rx.read(piece, 0, 100, WAIT).event()).isEqualTo(StreamEvent.TIMEOUT);
            assertThat(rx.read(piece, 0, 100, WAIT).event()).isEqualTo(StreamEvent.TIMEOUT);
            Transfer before = rx.read(piece, 0, 100, WAIT);
            assertThat(before.samples()).isEqualTo(100);
            device.setSetting("fault", "overflow:700");
            assertThat(rx.read(piece, 0, 100, WAIT).event()).isEqualTo(StreamEvent.OVERFLOW);
            assertThat(rx.read(piece, 0, 100, WAIT).timeNs() - before.timeNs()).as("800 samples of 10 us on").isEqualTo(8_000_000);
            device.setSetting("fault", "throw:1");
            assertThatThrownBy(() -> rx.read(piece, 0, 100, WAIT)).as("not a time-out, though the code is the same")
                    .isInstanceOf(SemlinkException.class).hasMessageContaining("readStream").hasMessageContaining("cable pulled");
            assertThat(rx.pollStatus(Duration.ZERO).event()).isEqualTo(StreamEvent.NOT_SUPPORTED);
            device.setSetting("fault", "late:1");
            writeAll(tx, device.hardwareTimeNs() + 200_000_000L, burst(150, 1));
            assertThat(tx.pollStatus(Duration.ZERO).event()).isEqualTo(StreamEvent.TIME_ERROR);
            writeAll(tx, 0, burst(150, 1));
            assertThat(tx.pollStatus(Duration.ZERO).event()).as("the past is late").isEqualTo(StreamEvent.TIME_ERROR);
            device.setSetting("fault", "underflow:1");
            writeAll(tx, device.hardwareTimeNs() + 200_000_000L, burst(150, 1));
            assertThat(tx.pollStatus(Duration.ZERO).event()).isEqualTo(StreamEvent.UNDERFLOW);
        }
    }

    @Test
    void noiseAndOffsetAreThoseAsked() {
        try (SoapyDevice device = LoopbackModule.open("noise")) {
            device.setSetting("noise", "0.01");
            SoapyStream rx = stream(device, Direction.RX, SampleFormat.CF32);
            int from = (int) Math.round(device.hardwareTimeNs() * RATE / 1e9) + 10_000;
            float[] air = readUntil(rx, from + 20_000);
            double power = 0;
            for (int i = 2 * from; i < air.length; i++) {
                power += air[i] * air[i];
            }
            assertThat(power / 20_000).as("standard error is 0.00007").isCloseTo(0.01, within(0.0004));
            device.setSetting("noise", "0");
            device.setSetting("cfo", "1000");
            SoapyStream tx = stream(device, Direction.TX, SampleFormat.CF32);
            long start = Math.round((device.hardwareTimeNs() + 50_000_000L) * RATE / 1e9);
            float[] tone = new float[200];
            Arrays.fill(tone, 0.5f);
            writeAll(tx, Math.round(start * 1e9 / RATE), tone);
            float[] turned = readUntil(rx, (int) start + 100);
            int at = 2 * (int) start;
            double phase = Math.atan2(turned[at + 51], turned[at + 50]) - Math.atan2(turned[at + 1], turned[at]);
            assertThat(Math.IEEEremainder(phase - 2 * Math.PI * 1000 / RATE * 25, 2 * Math.PI)).as("25 samples on").isCloseTo(0, within(1e-3));
        }
    }

    @Test
    void closingIsFinalAndHappensOnce() {
        SoapyDevice device = LoopbackModule.open("closing");
        SoapyStream rx = stream(device, Direction.RX, SampleFormat.CF32);
        rx.close();
        rx.close();
        assertThatThrownBy(() -> rx.read(new float[2], 0, 1, WAIT)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        SoapyStream left = stream(device, Direction.RX, SampleFormat.CF32);
        device.close();
        assertThatThrownBy(() -> left.read(new float[2], 0, 1, WAIT)).isInstanceOf(IllegalStateException.class);
        left.close();
    }

    @Test
    void aFormatThatTheDeviceLacksIsRefused() {
        assertThatThrownBy(() -> SampleFormat.of("cf64")).isInstanceOf(SemlinkException.class).hasMessageContaining("cf32, cs16, cs8, cu8");
        try (SoapyDevice device = SoapySdr.load().open(Map.of("driver", "null"), LoopbackModule.TIMEOUT)) {
            assertThatThrownBy(() -> device.channel(Direction.TX, 0)).isInstanceOf(SemlinkException.class).hasMessageContaining("0 TX");
        }
    }
}
