// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;

/** Devices that hang, lie, stutter or jump: an error in one line within seconds, or a counted loss, and frames before and after it kept. */
class HostileDeviceTest {

    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    private static List<Integer> frames(Radio radio) {
        return SoapyRadioTest.frames(WAVEFORM, radio).stream().map(f -> f.header().map(h -> h.transmission()).orElse(-1)).toList();
    }

    private static void fails(SemlinkException.Kind kind, Throwable failure, String message) {
        assertThat(failure).isInstanceOfSatisfying(SemlinkException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void aSearchThatHangsTimesOut() {
        long start = System.nanoTime();
        fails(SemlinkException.Kind.ENVIRONMENT, catchThrowable(() -> SoapySdr.load().devices(Map.of("driver", "loopback", "search", "1200"),
                Duration.ofMillis(100))), "search for loopback did not answer within 0.1 s");
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void aStartThatHangsTimesOutAndIsSilencedWhenItReturns() {
        try (SoapyDevice hand = LoopbackModule.open("slowstart")) {
            hand.setSetting("fault", "activate-hang:1500");
            fails(SemlinkException.Kind.ENVIRONMENT, catchThrowable(() -> SoapyRadioTest.open(
                    "freq=1G,txgain=3,direction=tx,air=slowstart,arg.serial=2,timeout=0.3")),
                    "start of the TX stream of device driver=loopback,air=slowstart,serial=2 did not answer within 0.3 s");
        }
        // It is closed by now: the same device can be used again.
        SoapyRadioTest.open("freq=1G,txgain=3,direction=tx,air=slowstart,arg.serial=2").close();
    }

    @Test
    void aWriteThatBlocksForEverIsAnErrorAndTheRadioStillCloses() {
        SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,direction=tx,air=wall");
        try (SoapyDevice hand = LoopbackModule.open("wall")) {
            hand.setSetting("fault", "write-hang:7000");
            fails(SemlinkException.Kind.ENVIRONMENT, catchThrowable(() -> radio.transmit(SoapyRadioTest.burst(1))),
                    "sending by driver loopback did not answer within 5.0 s");
            fails(SemlinkException.Kind.ENVIRONMENT, catchThrowable(() -> radio.transmit(SoapyRadioTest.burst(2))), "nothing can be sent");
            radio.close();
        }
    }

    @Test
    void writesThatKeepFailingAreAnError() {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,direction=tx,air=refusing"); SoapyDevice hand = LoopbackModule.open("refusing")) {
            hand.setSetting("fault", "writeerror:2");
            radio.transmit(SoapyRadioTest.burst(1));
            hand.setSetting("fault", "writeerror:1000000000");
            fails(SemlinkException.Kind.ENVIRONMENT, catchThrowable(() -> radio.transmit(SoapyRadioTest.burst(1))),
                    "took no samples for 3 s (STREAM_ERROR)");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "freq=1G,arg.wrongrate=1.01     | sample rate must be one that the device has, it made 1010000.0 of 1000000",
        "freq=1G,arg.wrongrate=NaN      | sample rate must be one that the device has, it made NaN of 1000000",
        "freq=1G,arg.wrongtune=1e6      | frequency must be one that the device reaches, it tuned to 1.001E9 of 1.0E9 Hz",
        "freq=1G,arg.wrongtune=-9000    | it tuned to 9.99991E8 of 1.0E9 Hz, more than 7958 Hz off",
        "freq=5.8G,arg.wrongtune=4e4    | it tuned to 5.80004E9 of 5.8E9 Hz, more than 7958 Hz off"})
    void aDeviceThatMakesSomethingElseOfASettingIsRefused(String lie, String message) {
        fails(SemlinkException.Kind.INPUT, catchThrowable(() -> SoapyRadioTest.open("txgain=3,air=liar," + lie)), message);
    }

    @Test
    void smallDifferencesAndGainsAreRecordedAsTheyAre() {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,rxgain=LNA=10.7,txgain=VGA=3.9,air=recorded,arg.wrongtune=-2.5")) {
            assertThat(radio.description().get("rx")).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("frequency_hz", 999_999_997.5)
                    .containsEntry("gain_db", 10.0).containsEntry("gains_db", Map.of("LNA", 10.0, "VGA", 0.0, "AMP", 0.0));
            assertThat(radio.description().get("tx")).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("gain_db", 3.0);
        }
    }

    @Test
    void writesOfOneSampleMakeWholeFrames() {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,air=grains,arg.partial=one,lead=0.5")) {
            radio.transmit(SoapyRadioTest.burst(1));
            assertThat(frames(radio)).containsExactly(1);
            assertThat(radio.counters().underflows() + radio.counters().lateBursts() + radio.counters().overflows()).isZero();
        }
    }

    /** Ten errors, or forty overflows, between two frames. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"error:10, 10, 10", "corrupt:10, 10, 10", "storm:80, 40, 40"})
    void errorsBetweenFramesAreCountedAndBothFramesKept(String fault, long least, long most) {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,lead=0.5,air=errors"); SoapyDevice hand = LoopbackModule.open("errors")) {
            radio.transmit(SoapyRadioTest.burst(1));
            assertThat(frames(radio)).containsExactly(1);
            hand.setSetting("fault", fault);
            long until = System.nanoTime() + 10_000_000_000L;
            while (radio.counters().overflows() < least && System.nanoTime() < until) {
                radio.receive(4096, Duration.ofMillis(10));
            }
            radio.transmit(SoapyRadioTest.burst(2));
            assertThat(frames(radio)).containsExactly(2);
            assertThat(radio.counters().overflows()).isBetween(least, most);
        }
    }

    @Test
    void aReadOfNothingIsOnlyAWait() {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,air=empty"); SoapyDevice hand = LoopbackModule.open("empty")) {
            long delivered = radio.receive(100, PATIENCE).iq().length();
            hand.setSetting("fault", "empty:3");
            while (delivered < 50_000) {
                ReceivedSamples more = radio.receive(1 << 16, PATIENCE);
                assertThat(more.iq().firstSample()).isEqualTo(delivered);
                delivered += more.iq().length();
            }
            assertThat(radio.counters().overflows()).isZero();
        }
    }

    /** 256 samples at 3 MS/s last a third of a nanosecond longer than 85333 ns: 0.7 us, two samples, after 2000 transfers. */
    @Test
    void timeIsCountedFromTheLastStampHoweverLongAgo() {
        OfdmWaveform fast = new OfdmWaveform(3e6);
        try (Radio radio = Radios.open("soapy:driver=loopback,freq=1G,air=stamps,arg.stamps=2000,arg.mtu=256", SoapyRadioTest.context(fast))) {
            for (long end = 0; end < 4100 * 256;) {
                ReceivedSamples more = radio.receive(1 << 16, PATIENCE);
                assertThat(more.lostBefore()).isZero();
                end = more.iq().firstSample() + more.iq().length();
            }
            assertThat(radio.counters().overflows()).isZero();
        }
    }

    /** A device that shows the time of day, at which doubles are 256 ns apart: more than a sample. */
    @Test
    void burstsOneAfterAnotherDoNotOverlapWhateverTheClockShows() {
        OfdmWaveform fast = new OfdmWaveform(5e6);
        try (SoapyDevice hand = LoopbackModule.open("today");
                Radio radio = Radios.open("soapy:driver=loopback,freq=1G,txgain=3,direction=tx,air=today,lead=0.3,arg.mtu=65536",
                        SoapyRadioTest.context(fast))) {
            hand.setSetting("clock", "1780000000123456789");
            // Long enough for the others to queue behind it.
            radio.transmit(new Iq(new float[2 * 1_000_000], 5e6, 0));
            for (int i = 0; i < 20; i++) {
                radio.transmit(new Iq(new float[2 * (997 + i)], 5e6, 0));
            }
            assertThat(radio.counters().lateBursts()).isZero();
        }
    }

    @Test
    void aStreamThatOnlyFailsIsAnErrorAfterWhatCameBeforeIt() {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,air=broken"); SoapyDevice hand = LoopbackModule.open("broken")) {
            assertThat(radio.receive(100, PATIENCE).iq().length()).isPositive();
            hand.setSetting("fault", "corrupt:1000000000");
            Throwable failure = catchThrowable(() -> {
                while (true) {
                    radio.receive(1 << 16, PATIENCE);
                }
            });
            fails(SemlinkException.Kind.ENVIRONMENT, failure, "receive stream of driver loopback fails with CORRUPTION");
        }
    }

    /** A second program, or a pulse of a GPS receiver, sets the clock: later bursts are timed by the new one. */
    @ParameterizedTest(name = "by {0} ns")
    @CsvSource({"3600000000000", "-60000000000"})
    void aClockThatJumpsCostsNothingButACount(long jumpNs) {
        try (SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,lead=0.5,air=clock"); SoapyDevice hand = LoopbackModule.open("clock")) {
            radio.transmit(SoapyRadioTest.burst(1));
            assertThat(frames(radio)).containsExactly(1);
            hand.setSetting("clock", "" + jumpNs);
            long until = System.nanoTime() + 10_000_000_000L;
            while (radio.counters().overflows() == 0 && System.nanoTime() < until) {
                radio.receive(4096, Duration.ofMillis(10));
            }
            radio.transmit(SoapyRadioTest.burst(2));
            assertThat(frames(radio)).containsExactly(2);
            assertThat(radio.counters().overflows()).isEqualTo(1);
            assertThat(radio.counters().lateBursts()).isZero();
        }
    }

    @Test
    void aReadThatHangsIsAnErrorAndTheReceivedFrameIsKept() {
        SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,lead=0.5,air=stuck");
        try (SoapyDevice hand = LoopbackModule.open("stuck")) {
            radio.transmit(SoapyRadioTest.burst(1));
            FrameReceiver receiver = WAVEFORM.receiver();
            List<ReceivedFrame> kept = new java.util.ArrayList<>();
            ReceivedSamples last = radio.receive(4096, PATIENCE);
            while (kept.isEmpty()) {
                kept.addAll(receiver.push(last.iq()));
                last = radio.receive(4096, PATIENCE);
            }
            radio.transmit(SoapyRadioTest.burst(2));
            hand.setSetting("fault", "read-hang:7000");
            assertThatThrownBy(() -> {
                while (true) {
                    radio.receive(4096, PATIENCE);
                }
            }).isInstanceOf(SemlinkException.class).hasMessageContaining("brought no samples for 5 s");
            assertThat(kept).hasSize(1);
            radio.close();
        }
    }
}
