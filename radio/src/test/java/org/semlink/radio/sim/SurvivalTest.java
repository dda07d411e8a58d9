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
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;
import org.semlink.radio.waveform.Waveform;

/** Frames over a radio that behaves badly: what is hit is lost or marked as bad as it is, what comes before and after is whole. */
class SurvivalTest {

    private static final int BURSTS = 4;
    private static final int HIT = 1;
    private static final int SYMBOLS = 5000;
    private static final Waveform WAVEFORM = new OfdmWaveform();

    private static float[] symbols(int burst) {
        SplittableRandom random = new SplittableRandom(burst);
        float[] symbols = new float[2 * SYMBOLS];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (random.nextGaussian() * Math.sqrt(0.5));
        }
        return symbols;
    }

    private static List<ReceivedFrame> send(String options) {
        List<ReceivedFrame> frames = new ArrayList<>();
        try (Radio radio = Radios.open("sim:snr=15,cfo=1k," + options, new RadioContext(WAVEFORM.sampleRateHz(), Waveform.BURST_POWER,
                WAVEFORM.sampleSnrPerSymbolSnr(), WAVEFORM.occupiedBandwidthHz(), 8))) {
            for (int b = 0; b < BURSTS; b++) {
                radio.transmit(WAVEFORM.modulate(new FrameHeader(1, b, BURSTS, SYMBOLS, new byte[FrameHeader.METADATA_BYTES]), symbols(b)));
            }
            FrameReceiver receiver = WAVEFORM.receiver();
            for (ReceivedSamples got = radio.receive(4096, Duration.ZERO); !got.ended(); got = radio.receive(4096, Duration.ZERO)) {
                frames.addAll(receiver.push(got.iq()));
            }
            frames.addAll(receiver.finish());
        }
        return frames;
    }

    /** Predicted over measured variance of the symbols that arrived, dB. */
    private static double predictedOverMeasuredDb(ReceivedFrame frame) {
        ReceivedSymbols payload = frame.payload().orElseThrow();
        float[] sent = symbols(frame.header().orElseThrow().index());
        double predicted = 0;
        double measured = 0;
        for (int i = 0; i < payload.length(); i++) {
            if (payload.noiseVariance()[i] < Float.POSITIVE_INFINITY) {
                predicted += payload.noiseVariance()[i];
                measured += Math.pow(payload.symbols()[2 * i] - sent[2 * i], 2) + Math.pow(payload.symbols()[2 * i + 1] - sent[2 * i + 1], 2);
            }
        }
        return Snr.toDb(predicted / measured);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"late-bursts=1", "drop=1", "underflow-bursts=1", "underflow-bursts=1,underflow-samples=3000",
        "overflow-bursts=1", "overflow-bursts=1,overflow-samples=3000", "overflow-bursts=1,untimed", "slip-bursts=1",
        "slip-bursts=1,slip-samples=3000", "stall-bursts=1,first-timeouts=3", "startup=800", "hold", "mtu=7"})
    void whatIsNotHitIsWholeAndWhatIsHitIsKnownToBeBad(String options) {
        List<Integer> whole = new ArrayList<>();
        for (ReceivedFrame frame : send(options)) {
            if (frame.header().isEmpty()) {
                assertThat(frame.payload()).isEmpty();
                continue;
            }
            int index = frame.header().get().index();
            double error = predictedOverMeasuredDb(frame);
            if (index != HIT) {
                whole.add(index);
                // A frame of 5000 symbols and one estimate of its noise.
                assertThat(error).as("frame %s", index).isCloseTo(0, Offset.offset(0.3));
            } else if (Math.abs(error) > 1) {
                // A map that knew nothing of the hole would be 4 to 18 dB low.
                assertThat(error).as("the frame that was hit").isGreaterThan(-2.5);
                assertThat(frame.link().impairmentLimited()).as("verdict where the map is %s dB off", error).isTrue();
            }
        }
        assertThat(whole).containsExactly(0, 2, 3);
    }
}
