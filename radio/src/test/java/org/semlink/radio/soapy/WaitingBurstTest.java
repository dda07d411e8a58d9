// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.YamlMap;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.RadioPair;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.safety.TransmitLimits;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;

/** A burst that must wait for its duty cycle is heard when it leaves, and the noise of the wait is not. */
class WaitingBurstTest {

    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();
    private static final double BURST_S = SoapyRadioTest.burst(1).length() / WAVEFORM.sampleRateHz();

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    /** Room for one burst and a half in each window: the second leaves a window after the first. */
    private static SoapyRadio open(String options, double windowS) {
        String limits = String.format(Locale.ROOT, "transmit:\n  window: %s\n  duty-cycle: %.6f\n  bands:\n    - {from: 1M, to: 6G, note: cable}\n",
                windowS, 1.5 * BURST_S / windowS);
        return SoapyRadio.open(RadioSpec.parse("soapy:driver=loopback,freq=1G," + options), SoapyRadioTest.context(WAVEFORM),
                () -> TransmitLimits.read(YamlMap.parse(limits, "c.yaml"), "c.yaml"));
    }

    /** Sends two bursts, listening after each to the end as a link does: each is heard then, and little else. */
    private static void hearsEachAfterItsWait(Radio radio, double windowS) {
        radio.beginTrial(1);
        FrameReceiver receiver = WAVEFORM.receiver();
        long began = System.nanoTime();
        for (int i = 1; i <= 2; i++) {
            radio.transmit(SoapyRadioTest.burst(i));
            List<Integer> frames = new ArrayList<>();
            long samples = 0;
            for (ReceivedSamples heard = radio.receive(1 << 15, Duration.ofMillis(200)); !heard.ended();
                    heard = radio.receive(1 << 15, Duration.ofMillis(200))) {
                receiver.push(heard.iq()).forEach(frame -> frames.add(frame.header().map(FrameHeader::transmission).orElse(-1)));
                samples += heard.iq().length();
            }
            assertThat(frames).as("behind burst %d", i).containsExactly(i);
            assertThat(samples / WAVEFORM.sampleRateHz()).as("seconds heard").isLessThan(BURST_S + 0.55);
        }
        assertThat(System.nanoTime() - began).isGreaterThan((long) (windowS * 1e9));
        assertThat(radio.counters()).isEqualTo(RadioCounters.NONE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"timed=off", "tx.serial=1,rx.serial=2,arg.hwtime=false,arg.mtu=5000", "lead=0.2"})
    void aRadioHearsItselfOnlyWhenItSends(String options) {
        try (Radio radio = open("txgain=3,air=waits," + options, 0.8)) {
            hearsEachAfterItsWait(radio, 0.8);
        }
    }

    @Test
    void theOtherRadioHearsItToo() {
        try (Radio pair = new RadioPair(open("txgain=3,direction=tx,air=waits,arg.serial=1,timed=off", 1.3),
                open("direction=rx,air=waits,arg.serial=2", 1.3))) {
            hearsEachAfterItsWait(pair, 1.3);
        }
    }
}
