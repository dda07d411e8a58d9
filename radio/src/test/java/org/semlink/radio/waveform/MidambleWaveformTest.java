// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WaveformContract} for OFDM with mid-ambles, and where they stand. */
class MidambleWaveformTest extends WaveformContract {

    private static final Waveform WAVEFORM = new OfdmWaveform(1e6, 8);

    @Override
    Waveform waveform() {
        return WAVEFORM;
    }

    @Override
    double exactness() {
        return 1e-5;
    }

    @Override
    double mostOverhead() {
        return 1.2 * 9 / 8;
    }

    /** Payload to the last symbol of every length about a mid-amble, by a receiver that was told nothing. */
    @ParameterizedTest(name = "interval {0}")
    @ValueSource(ints = {1, 2, 4, 16, 128})
    void everyIntervalIsReadByAnyReceiver(int interval) {
        Waveform waveform = new OfdmWaveform(1e6, interval);
        int period = interval * OfdmParameters.DATA;
        for (int count : new int[] {1, period - 1, period, period + 1, waveform.maxPayloadSymbols()}) {
            float[] air = TestLink.pad(TestLink.burst(waveform, count, 1), 100, 30);
            List<ReceivedFrame> frames = TestLink.receive(TestLink.WAVEFORM, air, 4000);
            assertThat(frames).as("%d symbols", count).hasSize(1);
            assertThat(TestLink.errorVariance(frames.get(0).payload().orElseThrow(), TestLink.gaussianSymbols(count, 1)))
                    .as("%d symbols", count).isLessThan(1e-10);
            assertThat(frames.get(0).end()).as("%d symbols", count).isEqualTo(air.length / 2 - 30 - OfdmParameters.PREFIX / 2);
        }
    }

    /** The longest payload is as long as the longest burst allows: not an OFDM symbol more would fit with the mid-amble that it may bring. */
    @ParameterizedTest(name = "interval {0}: {1} OFDM symbols of payload, {2} in all")
    @CsvSource({"0, 170, 170", "1, 85, 170", "2, 113, 169", "4, 136, 170", "8, 151, 169", "16, 160, 170", "128, 169, 170"})
    void theLongestBurst(int interval, int payload, int all) {
        OfdmFormat format = new OfdmFormat(interval);
        assertThat(format.maxSymbols()).isEqualTo(payload * OfdmParameters.DATA);
        assertThat(format.ofdmSymbols(format.maxSymbols())).isEqualTo(all);
        assertThat(format.ofdmSymbols(format.maxSymbols() + 1)).isGreaterThan(OfdmParameters.MAX_PAYLOAD_SYMBOLS);
    }

    @Test
    void overheadIsCounted() {
        int extra = WAVEFORM.totalSymbols(24 * OfdmParameters.DATA) - TestLink.WAVEFORM.totalSymbols(24 * OfdmParameters.DATA);
        assertThat(extra).isEqualTo(3 * OfdmParameters.CARRIERS);
        int samples = TestLink.burst(WAVEFORM, 24 * OfdmParameters.DATA, 1).length - TestLink.burst(24 * OfdmParameters.DATA, 1).length;
        assertThat(samples).isEqualTo(2 * 3 * OfdmParameters.SYMBOL);
    }

    /** All used carriers but the nulls have unit power, and no symbol is peakier than the payload's own. */
    @Test
    void midamblesAreWhollyKnownAndNoPeakierThanPayload() {
        float[] burst = TestLink.burst(WAVEFORM, 16 * OfdmParameters.DATA, 1);
        double[] peaks = new double[18];
        for (int i = 0; i < peaks.length; i++) {
            int from = 2 * (OfdmParameters.PAYLOAD_START + i * OfdmParameters.SYMBOL + OfdmParameters.PREFIX);
            float[] symbol = Arrays.copyOfRange(burst, from, from + 2 * OfdmParameters.FFT);
            for (int n = 0; n < OfdmParameters.FFT; n++) {
                peaks[i] = Math.max(peaks[i], (double) symbol[2 * n] * symbol[2 * n] + (double) symbol[2 * n + 1] * symbol[2 * n + 1]);
            }
            if (i % 9 == 8) {
                new Fft(OfdmParameters.FFT).forward(symbol);
                int loaded = 0;
                for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
                    double amplitude = Math.hypot(symbol[2 * OfdmParameters.bin(u)], symbol[2 * OfdmParameters.bin(u) + 1])
                            / Math.sqrt(OfdmParameters.FFT) / OfdmParameters.CARRIER_AMPLITUDE;
                    assertThat(Math.abs(amplitude - Math.rint(amplitude))).as("carrier %d", u).isLessThan(1e-4);
                    loaded += amplitude > 0.5 ? 1 : 0;
                }
                assertThat(loaded).isEqualTo(OfdmParameters.LOADED);
            }
        }
        double payload = 0;
        for (int i = 0; i < peaks.length; i++) {
            payload = i % 9 == 8 ? payload : Math.max(payload, peaks[i]);
        }
        assertThat(Math.max(peaks[8], peaks[17])).isLessThan(payload);
    }

    /** Samples lost or never sent: what arrived is every payload symbol before the hole, and none behind it. */
    @ParameterizedTest(name = "{0} OFDM symbols arrive")
    @CsvSource({"0, 0", "7, 7", "8, 8", "9, 8", "10, 9", "17, 16", "18, 16", "19, 17"})
    void holesAreErasedAtTheRightPlace(int arrived, int payload) {
        int count = 24 * OfdmParameters.DATA;
        float[] burst = TestLink.noise(TestLink.pad(TestLink.burst(WAVEFORM, count, 4), 200, 0), TestLink.noiseVariance(100), 1);
        int end = 200 + OfdmParameters.PAYLOAD_START + arrived * OfdmParameters.SYMBOL + 100;
        ReceivedSymbols received = TestLink.receive(WAVEFORM, Arrays.copyOf(burst, 2 * end), 5000).get(0).payload().orElseThrow();
        for (int i = 0; i < count; i++) {
            assertThat(Float.isInfinite(received.noiseVariance()[i])).as("symbol %d", i).isEqualTo(i >= payload * OfdmParameters.DATA);
        }
        assertThat(payload == 0 || TestLink.errorVariance(received, TestLink.gaussianSymbols(count, 4)) < 0.013).isTrue();
    }

    /** In a still channel mid-ambles are as good as header symbols: 18 of them halve what the channel's estimate costs. */
    @Test
    void aStillChannelIsKnownBetter() {
        double[] loss = new double[2];
        for (int i = 0; i < 2; i++) {
            Waveform waveform = i == 0 ? TestLink.WAVEFORM : WAVEFORM;
            float[] air = TestLink.noise(TestLink.pad(TestLink.burst(waveform, 144 * OfdmParameters.DATA, 1), 100, 30),
                    TestLink.noiseVariance(10), 1);
            loss[i] = TestLink.receive(waveform, air, 4000).get(0).link().noise().estimationLoss();
        }
        assertThat(loss[1] / loss[0]).isCloseTo(18.0 / 36, within(0.01));
    }
}
