// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;

/** The stream may be cut anywhere, hold bursts back to back, jump, or end in the middle of a burst. */
class StreamingTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void piecesOfAnySizeGiveTheSameFrames(long seed) {
        Random random = new Random(seed);
        float[] air = TestLink.noise(threeBursts(random.nextInt(400)), TestLink.noiseVariance(10), seed);
        List<ReceivedFrame> whole = TestLink.receive(air);
        int[] pieces = random.ints(200, 1, seed % 2 == 0 ? 40 : 9000).toArray();
        List<ReceivedFrame> cut = TestLink.receive(air, pieces);
        assertThat(whole).as("seed %d", seed).hasSize(3);
        assertThat(cut).as("seed %d", seed).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(cut.get(i).header()).isEqualTo(whole.get(i).header()).isPresent();
            assertThat(cut.get(i).payload().orElseThrow().symbols()).isEqualTo(whole.get(i).payload().orElseThrow().symbols());
            assertThat(cut.get(i).payload().orElseThrow().noiseVariance())
                    .isEqualTo(whole.get(i).payload().orElseThrow().noiseVariance());
            assertThat(cut.get(i).link().snr()).isEqualTo(whole.get(i).link().snr());
            assertThat(cut.get(i).link().noise()).isEqualTo(whole.get(i).link().noise());
        }
    }

    @Test
    void framesComeInOrderFromAdjacentBursts() {
        List<ReceivedFrame> frames = TestLink.receive(threeBursts(0));
        assertThat(frames).extracting(f -> f.header().orElseThrow().payloadSymbols()).containsExactly(700, 1, 1500);
        assertThat(frames).extracting(f -> f.link().firstSample()).containsExactly(50L,
                50L + TestLink.burst(700, 1).length / 2, 50L + (TestLink.burst(700, 1).length + TestLink.burst(1, 2).length) / 2);
    }

    @ParameterizedTest(name = "{0} payload symbols of OFDM arrive")
    @ValueSource(ints = {0, 1, 7})
    void endOfStreamInsideAPayloadLeavesAHole(int arrived) {
        int count = 10 * OfdmParameters.DATA;
        float[] burst = TestLink.pad(TestLink.burst(count, 4), 200, 0);
        int end = 200 + OfdmParameters.PAYLOAD_START + arrived * OfdmParameters.SYMBOL + 100;
        List<ReceivedFrame> frames = TestLink.receive(Arrays.copyOf(burst, 2 * end));
        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).header()).contains(TestLink.header(count, 4));
        ReceivedSymbols payload = frames.get(0).payload().orElseThrow();
        for (int i = 0; i < count; i++) {
            boolean missing = i >= arrived * OfdmParameters.DATA;
            assertThat(Float.isInfinite(payload.noiseVariance()[i])).as("symbol %d missing", i).isEqualTo(missing);
            assertThat(payload.symbols()[2 * i] == 0).as("symbol %d zero", i).isEqualTo(missing);
        }
    }

    @ParameterizedTest(name = "stream ends after {0} samples of the burst")
    @ValueSource(ints = {10, 600, 1100, 1500, 1800, 4000, 5600})
    void endOfStreamBeforeThePayloadLosesTheFrame(int samples) {
        float[] burst = TestLink.pad(TestLink.burst(100, 4), 200, 0);
        List<ReceivedFrame> frames = TestLink.receive(Arrays.copyOf(burst, 2 * (200 + samples)));
        assertThat(frames.size()).isLessThanOrEqualTo(1);
        assertThat(frames).allMatch(f -> f.header().isEmpty() && f.payload().isEmpty());
    }

    @Test
    void aJumpEndsTheFrameInProgressAndTheNextIsFound() {
        float[] first = TestLink.pad(TestLink.burst(3000, 1), 100, 0);
        float[] second = TestLink.pad(TestLink.burst(500, 2), 70, 80);
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        List<ReceivedFrame> frames = new ArrayList<>(receiver.push(new Iq(Arrays.copyOf(first, 2 * 8000), 1e6, 0)));
        assertThat(frames).isEmpty();
        frames.addAll(receiver.push(new Iq(second, 1e6, 50_000)));
        frames.addAll(receiver.finish());
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).payload().orElseThrow().noiseVariance()).contains(Float.POSITIVE_INFINITY);
        assertThat(frames.get(1).header()).contains(TestLink.header(500, 2));
        assertThat(frames.get(1).link().firstSample()).isEqualTo(50_070);
    }

    /** Samples lost anywhere in a burst: what the receiver still calls received is what was sent, with the noise that it says. */
    @ParameterizedTest(name = "lost from sample {0} on: {1}")
    @CsvSource({"100, 7", "400, 288", "560, 33", "700, 1", "1200, 500", "3000, 16", "5691, 288", "6000, 1", "7000, 288", "9000, 900",
        "9001, 144"})
    void noPayloadBehindAGapPassesForGood(int from, int lost) {
        float[] burst = TestLink.noise(TestLink.pad(TestLink.burst(3000, 1), 50, 400), TestLink.noiseVariance(100), 3);
        float[] next = TestLink.noise(TestLink.pad(TestLink.burst(300, 2), 0, 100), TestLink.noiseVariance(100), 4);
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        List<ReceivedFrame> frames = new ArrayList<>(receiver.push(new Iq(Arrays.copyOf(burst, 2 * from), 1e6, 0)));
        frames.addAll(receiver.push(new Iq(Arrays.copyOfRange(burst, 2 * (from + lost), burst.length), 1e6, from + lost)));
        frames.addAll(receiver.push(new Iq(next, 1e6, burst.length / 2)));
        frames.addAll(receiver.finish());
        for (ReceivedFrame frame : frames) {
            if (frame.header().equals(Optional.of(TestLink.header(3000, 1)))) {
                ReceivedSymbols payload = frame.payload().orElseThrow();
                // A hole in the preamble alone does no harm.
                boolean before = from + lost < 50 + OfdmParameters.TRAINING_START;
                int whole = before ? 3000 : OfdmParameters.DATA * ((from - 50 - OfdmParameters.PAYLOAD_START) / OfdmParameters.SYMBOL);
                for (int i = 0; i < payload.length(); i++) {
                    assertThat(Float.isInfinite(payload.noiseVariance()[i])).as("symbol %d erased", i).isEqualTo(i >= whole);
                }
                assertThat(whole == 0 || TestLink.errorVariance(payload, TestLink.gaussianSymbols(3000, 1)) < 0.015).isTrue();
            }
        }
        assertThat(frames.get(frames.size() - 1).header()).as("the next burst").contains(TestLink.header(300, 2));
    }

    /** One push of more than the receiver holds, with bursts at every place of its buffer. */
    @Test
    void burstsAreFoundAllAlongALongPush() {
        float[] burst = TestLink.burst(100, 8);
        int spacing = 61_003;
        int bursts = 25;
        float[] air = new float[2 * spacing * bursts];
        for (int i = 0; i < bursts; i++) {
            System.arraycopy(burst, 0, air, 2 * i * spacing, burst.length);
        }
        List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(air, TestLink.noiseVariance(10), 1));
        assertThat(frames).hasSize(bursts);
        for (int i = 0; i < bursts; i++) {
            assertThat(frames.get(i).header()).as("burst %d", i).contains(TestLink.header(100, 8));
            assertThat(frames.get(i).link().firstSample()).as("burst %d", i).isEqualTo((long) i * spacing);
        }
    }

    @Test
    void aBrokenHeaderIsReportedAndTheNextBurstIsRead() {
        float[] air = TestLink.pad(threeBursts(0), 0, 50);
        for (int i = 2 * (50 + OfdmParameters.HEADER_START); i < 2 * (50 + OfdmParameters.PAYLOAD_START); i += 2) {
            float swap = air[i];
            air[i] = air[i + 1];
            air[i + 1] = swap;
        }
        List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(air, TestLink.noiseVariance(100), 1));
        assertThat(frames).hasSize(3);
        assertThat(frames.get(0).header()).isEmpty();
        assertThat(frames.get(0).payload()).isEmpty();
        assertThat(frames.get(0).link().firstSample()).isEqualTo(50);
        assertThat(frames.get(0).link().noiseFromTraining()).isBetween(0.007, 0.013);
        assertThat(frames.get(1).header()).contains(TestLink.header(1, 2));
        assertThat(frames.get(2).header()).contains(TestLink.header(1500, 3));
    }

    @Test
    void aReceiverServesAnotherStreamAfterFinish() {
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        for (int i = 0; i < 2; i++) {
            List<ReceivedFrame> frames = new ArrayList<>(receiver.push(new Iq(TestLink.burst(400, i), 1e6, 0)));
            frames.addAll(receiver.finish());
            assertThat(frames).hasSize(1);
            assertThat(frames.get(0).header()).contains(TestLink.header(400, i));
        }
    }

    @Test
    void aStreamOfAnotherRateIsRefused() {
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        assertThatThrownBy(() -> receiver.push(new Iq(new float[20], 2e6, 0)))
                .isInstanceOf(SemlinkException.class).hasMessageContaining("2000000.0");
    }

    @Test
    void aPayloadThatDoesNotFitIsRefused() {
        int most = TestLink.WAVEFORM.maxPayloadSymbols();
        assertThatThrownBy(() -> TestLink.WAVEFORM.modulate(TestLink.header(most + 1, 1), new float[2 * (most + 1)]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("" + most);
        assertThatThrownBy(() -> TestLink.WAVEFORM.modulate(TestLink.header(5, 1), new float[9]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("4.5");
    }

    private static float[] threeBursts(int gap) {
        float[] first = TestLink.pad(TestLink.burst(700, 1), 50, gap);
        float[] second = TestLink.pad(TestLink.burst(1, 2), 0, 2 * gap);
        float[] third = TestLink.pad(TestLink.burst(1500, 3), 0, 40);
        float[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}
