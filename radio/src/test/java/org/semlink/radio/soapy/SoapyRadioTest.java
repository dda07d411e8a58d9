// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.common.YamlMap;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.safety.TransmitLimits;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;

/** The soapy radio as the rest uses it: frames through the real library and the loopback device, and everything that goes wrong on the way. */
class SoapyRadioTest {

    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAYLOAD = 400;

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    /** Of a run of its own: transmit limits count what a run has sent. */
    private static RadioContext context() {
        return context(WAVEFORM);
    }

    static RadioContext context(Waveform waveform) {
        return new RadioContext(waveform.sampleRateHz(), Waveform.BURST_POWER,
                waveform.sampleSnrPerSymbolSnr(), waveform.occupiedBandwidthHz(), 1);
    }

    static SoapyRadio open(String options) {
        return (SoapyRadio) Radios.open("soapy:driver=loopback," + options, context());
    }

    static Iq burst(int number) {
        return burst(WAVEFORM, number);
    }

    static Iq burst(Waveform waveform, int number) {
        Random random = new Random(number);
        float[] symbols = new float[2 * PAYLOAD];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (random.nextGaussian() * Math.sqrt(0.5));
        }
        return waveform.modulate(header(number), symbols);
    }

    private static FrameHeader header(int number) {
        return new FrameHeader(number, 0, 1, PAYLOAD, new byte[FrameHeader.METADATA_BYTES]);
    }

    /** All frames until the radio has nothing more. */
    static List<ReceivedFrame> frames(Waveform waveform, Radio radio) {
        FrameReceiver receiver = waveform.receiver();
        List<ReceivedFrame> frames = new ArrayList<>();
        for (ReceivedSamples heard = radio.receive(4096, PATIENCE); !heard.ended(); heard = radio.receive(4096, PATIENCE)) {
            frames.addAll(receiver.push(heard.iq()));
        }
        frames.addAll(receiver.finish());
        return frames;
    }

    /** Noise for 20 dB Es/N0, an offset of 2 kHz. */
    private static String air() {
        double variance = Waveform.BURST_POWER / (Snr.fromDb(20) * WAVEFORM.sampleSnrPerSymbolSnr());
        // A machine under load must still be in time.
        return ",lead=0.5,setting.noise=" + variance + ",setting.cfo=2000";
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "freq=1G,txgain=3,air=ofdm", "freq=1G,txgain=3,air=ofdm,timed=off", "freq=1G,txgain=3,air=ofdm,arg.hwtime=false,arg.mtu=5000",
        "freq=2.4G,gain=LNA=16,VGA=20,AMP=0,txgain=30,air=ofdm,arg.partial=true,arg.mtu=357,format=CS16",
        "freq=1G,txgain=3,air=ofdm,format=CS8,arg.native=CS8",
        "freq=2.4G,txgain=VGA=20/AMP=14,rxgain=30,air=ofdm,tx.serial=1,rx.serial=2,arg.duplex=half"})
    void framesArriveWithTheNoiseAndOffsetOfTheAir(String options) {
        try (Radio radio = open(options + air())) {
            for (int i = 1; i <= 3; i++) {
                radio.transmit(burst(i));
            }
            List<ReceivedFrame> frames = frames(WAVEFORM, radio);
            assertThat(frames).extracting(f -> f.header().orElseThrow()).containsExactly(header(1), header(2), header(3));
            for (ReceivedFrame frame : frames) {
                assertThat(Snr.toDb(frame.link().snr())).as("one frame's estimate").isCloseTo(20, within(1.0));
                assertThat(frame.link().cfoHz()).isCloseTo(2000, within(30.0));
            }
            radio.transmit(burst(4));
            assertThat(frames(WAVEFORM, radio)).as("after silence").extracting(f -> f.header().orElseThrow()).containsExactly(header(4));
            assertThat(radio.counters().lateBursts()).isZero();
            assertThat(radio.counters().overflows()).isZero();
            assertThat(radio.counters().underflows()).isZero();
        }
    }

    @Test
    void whatTheDeviceMadeOfTheSettingsIsDescribed() {
        try (Radio radio = open("freq=915M,gain=LNA=16,VGA=20.5,txgain=33,bw=1.5M,rxantenna=TX/RX,ppm=2,dc=auto,clock=external,air=d")) {
            assertThat(radio.description()).containsEntry("kind", "soapysdr").containsEntry("sample_rate_hz", 1e6)
                    .extracting("tx").asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("frequency_hz", 915e6).containsEntry("gains_db", Map.of("VGA", 19.0, "AMP", 14.0));
            assertThat(radio.description()).extracting("rx")
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("gains_db", Map.of("LNA", 16.0, "VGA", 20.0, "AMP", 0.0)).containsEntry("antenna", "TX/RX")
                    .containsEntry("bandwidth_hz", 1.5e6).containsEntry("frequency_correction_ppm", 2.0).containsEntry("timed", true);
            assertThat(radio.trueSnr()).isEmpty();
        }
    }

    @Test
    void nothingIsTransmittedWithoutFrequencyAndTransmitGain() {
        try (Radio radio = open("freq=2.4G,gain=20,air=safe")) {
            assertThat(radio.receive(10, PATIENCE).iq().length()).isPositive();
            assertThatThrownBy(() -> radio.transmit(burst(1))).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("may not transmit").hasMessageContaining("txgain=DB");
            assertThat(radio.description()).doesNotContainKey("tx");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "freq=2.4G,direction=tx             | may not transmit",
        "txgain=3,direction=both            | may not transmit",
        "txgain=3                           | needs its frequency",
        "frq=2.4G,txgain=3                  | unknown option 'frq' of radio soapy, did you mean 'freq'?",
        "freq=1G,txgain=3,direction=up              | direction must be one of [rx, tx, both], got 'up'",
        "freq=1G,txgain=3,rate=2M                   | radio option rate must be the waveform's 1000000 samples per second, got 2000000",
        "freq=1G,txgain=3,gain=LNS=3                | gain element must be one of [LNA, VGA, AMP], got 'LNS'; did you mean 'LNA'?",
        "freq=1G,txgain=3,gain=LNA=3/7              | radio option gain must be a number or ELEMENT=NUMBER",
        "freq=1G,txgain=3,format=CU8                | format must be one of [CF32, CS16, CS8], got 'CU8'",
        "freq=1G,txgain=3,channel=1                 | channel must be below the 1 RX channels",
        "freq=1G,txgain=3,iq=auto                   | the TX device cannot do what radio option iq asks",
        "freq=1G,txgain=3,dc=yes                    | radio option dc must be one of [auto, off], got 'yes'",
        "freq=1G,txgain=3,arg.duplex=half           | is half duplex",
        "txfreq=1G,rxfreq=7G,txgain=3                   | RX frequency must be 1000000 to 6000000000 Hz, got 7.0E9"})
    void refusesBadOptionsInOneLine(String options, String message) {
        Throwable refused = catchThrowable(() -> open("air=bad," + options).close());
        assertThat(refused).isInstanceOfSatisfying(SemlinkException.class, e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT))
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void troublesAreCountedAndSurvived() {
        try (Radio radio = open("freq=1G,txgain=3,lead=0.5,air=troubled"); SoapyDevice hand = LoopbackModule.open("troubled")) {
            Iq before = radio.receive(1 << 20, PATIENCE).iq();
            hand.setSetting("fault", "timeout:3");
            hand.setSetting("fault", "overflow:5000");
            hand.setSetting("fault", "late:1");
            radio.transmit(burst(1));
            hand.setSetting("fault", "underflow:1");
            radio.transmit(burst(2));
            radio.transmit(burst(3));
            assertThat(frames(WAVEFORM, radio)).extracting(f -> f.header().orElseThrow()).contains(header(3)).doesNotContain(header(1));
            assertThat(radio.counters().overflows()).isEqualTo(1);
            assertThat(radio.counters().lateBursts()).isEqualTo(1);
            assertThat(radio.counters().underflows()).isEqualTo(1);
            assertThat(before.firstSample()).isZero();
        }
    }

    /** A device with a clock tells how many samples were lost, one without only that some were; either way the position jumps. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"air=jump | jump | 5000", "air=leap,timed=off,arg.hwtime=false | leap | -1"})
    void lostSamplesShowAsAJumpAndTheirNumber(String options, String air, long lost) {
        try (Radio radio = open("freq=1G," + options); SoapyDevice hand = LoopbackModule.open(air)) {
            Iq iq = radio.receive(100, PATIENCE).iq();
            hand.setSetting("fault", "overflow:5000");
            ReceivedSamples more = ReceivedSamples.none(ReceivedSamples.Outcome.TIMEOUT, 1e6, 0);
            while (more.lostBefore() == 0) {
                more = radio.receive(1 << 20, PATIENCE);
                long jump = more.iq().firstSample() - iq.firstSample() - iq.length();
                assertThat(jump).isEqualTo(more.lostBefore() < 0 ? jump : more.lostBefore());
                assertThat(jump > 0).as("a jump of %d with %d lost", jump, more.lostBefore()).isEqualTo(more.lostBefore() != 0);
                iq = more.iq();
            }
            assertThat(more.lostBefore()).isEqualTo(lost);
            assertThat(radio.counters().overflows()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheEndOfTheListeningWindowIsAnEnd() {
        try (Radio radio = open("freq=1G,txgain=3,air=end,arg.hwtime=false")) {
            assertThat(radio.receive(1, PATIENCE).arrived()).isTrue();
            assertThat(radio.receive(1 << 20, Duration.ZERO).ended()).isFalse();
            radio.transmit(burst(1));
            ReceivedSamples last = radio.receive(1 << 20, PATIENCE);
            while (last.arrived()) {
                last = radio.receive(1 << 20, PATIENCE);
            }
            assertThat(last.ended()).isTrue();
        }
    }

    @Test
    void onlyWhatTheUsersConfigurationAllowsIsTransmitted() {
        String bands = "transmit:\n  duty-cycle: 0.5\n  max-total: 0.01\n  bands:\n    - {from: 999.5M, to: 1000.5M, max-gain: 20, note: cable}\n";
        RadioContext run = context();
        Function<String, SoapyRadio> open = options -> SoapyRadio.open(RadioSpec.parse("soapy:driver=loopback,air=limits," + options), run,
                () -> TransmitLimits.read(YamlMap.parse(bands, "c.yaml"), "c.yaml"));
        assertThatThrownBy(() -> open.apply("freq=1000.2M,txgain=3")).as("its upper edge is outside").isInstanceOf(SemlinkException.class)
                .hasMessageContaining("may not transmit from 999.");
        assertThatThrownBy(() -> open.apply("freq=1000M,txgain=21")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("gain is 21.0 dB").hasMessageContaining("allows 20.0 dB");
        open.apply("freq=2.4G,gain=30").close();
        try (SoapyRadio radio = open.apply("freq=1000M,txgain=20")) {
            radio.transmit(new Iq(new float[10_000], 1e6, 0));
            assertThatThrownBy(() -> radio.transmit(new Iq(new float[10_002], 1e6, 0))).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("max-total of 0.010 s");
            assertThat(radio.description().get("transmit_limits")).asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("note", "cable").containsEntry("on_air_s", 0.005).containsEntry("bursts", 1L);
        }
    }

    @Test
    void clippingIsCountedAtTheTransmitter() {
        try (Radio radio = open("freq=1G,txgain=3,air=clip")) {
            radio.transmit(new Iq(new float[] {0.5f, 1.5f, -1, 1, Float.NaN, 0, 0, -1.001f}, 1e6, 0));
            assertThat(radio.counters().clippedSamples()).isEqualTo(3);
        }
    }

    @Test
    void aDeviceThatFailsDeliversWhatItHadAndThenTheError() {
        try (Radio radio = open("freq=1G,air=fails"); SoapyDevice hand = LoopbackModule.open("fails")) {
            assertThat(radio.receive(1, PATIENCE).iq().length()).isEqualTo(1);
            hand.setSetting("fault", "throw:1");
            long delivered = 1;
            Throwable failure = null;
            while (failure == null) {
                try {
                    Iq iq = radio.receive(1 << 20, PATIENCE).iq();
                    assertThat(iq.firstSample()).isEqualTo(delivered);
                    delivered += iq.length();
                } catch (SemlinkException e) {
                    failure = e;
                }
            }
            assertThat(failure).hasMessageContaining("cable pulled");
            assertThat(delivered).isGreaterThanOrEqualTo(1024);
        }
    }

    @Test
    void closingLetsTheLastBurstLeaveAndIsFinal() {
        try (Radio listener = open("freq=1G,air=drain")) {
            assertThat(listener.receive(1, PATIENCE).iq().length()).isEqualTo(1);
            Radio sender = open("freq=1G,txgain=3,direction=tx,air=drain,lead=0.2");
            sender.transmit(burst(5));
            sender.close();
            sender.close();
            assertThatThrownBy(() -> sender.transmit(burst(5))).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
            FrameReceiver receiver = WAVEFORM.receiver();
            List<ReceivedFrame> frames = new ArrayList<>();
            for (long end = System.nanoTime() + 5_000_000_000L; frames.isEmpty() && System.nanoTime() < end;) {
                frames.addAll(receiver.push(listener.receive(4096, PATIENCE).iq()));
            }
            assertThat(frames).extracting(f -> f.header().orElseThrow()).containsExactly(header(5));
            assertThat(frames.get(0).payload().orElseThrow().noiseVariance()).doesNotContain(Float.POSITIVE_INFINITY);
        }
    }
}
