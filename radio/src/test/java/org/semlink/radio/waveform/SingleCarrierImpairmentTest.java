// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;

/** Predicted against measured variance of single-carrier symbols where more than noise is at work: within 0.3 dB. */
class SingleCarrierImpairmentTest {

    private static final int SYMBOLS = 8000;
    private static final int BURSTS = 4;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "snr=0,channel=multipath,taps=0:0:0/1:-8:70/2:-16:200",
        "snr=20,channel=multipath,taps=0:0:0/1:-8:70/2:-16:200",
        "snr=0,channel=multipath,taps=0:0:0/2:-1:180/5:-6:30",
        "snr=20,channel=multipath,taps=0:0:0/2:-1:180/5:-6:30",
        "snr=20,channel=awgn,sfo=30",
        "snr=10,channel=awgn,phasenoise=30",
        "snr=20,channel=awgn,phasenoise=30",
        "snr=20,channel=rician,taps=0:0,doppler=10"})
    void predictedVarianceIsTheMeasuredOne(String options) {
        Waveform waveform = new SingleCarrierWaveform(2e6, 0.25);
        double predicted = 0;
        double measured = 0;
        for (long seed = 0; seed < BURSTS; seed++) {
            ReceivedFrame frame = through("sim:ideal," + options, waveform, seed);
            ReceivedSymbols payload = frame.payload().orElseThrow();
            predicted += TestLink.predictedVariance(payload);
            measured += TestLink.errorVariance(payload, TestLink.gaussianSymbols(SYMBOLS, seed));
        }
        assertThat(Snr.toDb(predicted / measured)).isCloseTo(0, within(0.3));
    }

    private static ReceivedFrame through(String spec, Waveform waveform, long seed) {
        List<ReceivedFrame> frames = new ArrayList<>();
        try (Radio radio = Radios.open(spec, new RadioContext(waveform.sampleRateHz(), Waveform.BURST_POWER, waveform.sampleSnrPerSymbolSnr(),
                waveform.occupiedBandwidthHz(), seed))) {
            radio.transmit(waveform.modulate(TestLink.header(SYMBOLS, seed), TestLink.gaussianSymbols(SYMBOLS, seed)));
            FrameReceiver receiver = waveform.receiver();
            for (Iq iq = radio.receive(4096, Duration.ZERO).iq(); iq.length() > 0; iq = radio.receive(4096, Duration.ZERO).iq()) {
                frames.addAll(receiver.push(iq));
            }
            frames.addAll(receiver.finish());
        }
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }
}
