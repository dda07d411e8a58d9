// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;

/** The radio's label against what a real waveform meets: symbol errors at the true SNR, and a receiver that measures it. */
class OfdmOverSimulatedRadioTest {

    private static final int SYMBOLS = 192 * 60;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sim:snr=0,channel=awgn | 0", "sim:snr=15,channel=awgn | 15", "sim: | 10", "sim:snr=5 | 5",
        "sim:snr=10,clock=5,freq=915M,channel=awgn | 10"})
    void estimatedSnrIsTheLabel(String spec, double snrDb) {
        Waveform waveform = new OfdmWaveform();
        SplittableRandom random = new SplittableRandom(4);
        float[] symbols = new float[2 * SYMBOLS];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (random.nextGaussian() * Math.sqrt(0.5));
        }
        List<ReceivedFrame> frames = new ArrayList<>();
        double trueSnr;
        try (Radio radio = Radios.open(spec, new RadioContext(waveform.sampleRateHz(), Waveform.BURST_POWER, waveform.sampleSnrPerSymbolSnr(),
                waveform.occupiedBandwidthHz(), 8))) {
            radio.transmit(waveform.modulate(new FrameHeader(1, 0, 1, SYMBOLS, new byte[FrameHeader.METADATA_BYTES]), symbols));
            FrameReceiver receiver = waveform.receiver();
            for (Iq iq = radio.receive(4096, Duration.ZERO).iq(); iq.length() > 0; iq = radio.receive(4096, Duration.ZERO).iq()) {
                frames.addAll(receiver.push(iq));
            }
            frames.addAll(receiver.finish());
            trueSnr = radio.trueSnr().orElseThrow();
        }
        assertThat(frames).hasSize(1);
        assertThat(Snr.toDb(trueSnr)).isCloseTo(snrDb, Offset.offset(1e-9));
        assertThat(Snr.toDb(frames.get(0).link().snr())).as("estimate, dB").isCloseTo(snrDb, Offset.offset(0.3));
        if (spec.contains("awgn") && !spec.contains("clock")) {
            float[] received = frames.get(0).payload().orElseThrow().symbols();
            double error = 0;
            for (int i = 0; i < symbols.length; i++) {
                error += Math.pow(received[i] - symbols[i], 2);
            }
            // The channel estimate costs the receiver a little; 3.01 dB would be seen.
            assertThat(Snr.toDb(SYMBOLS / error)).as("SNR of the symbols, dB").isCloseTo(snrDb, Offset.offset(0.5));
        }
    }
}
