// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.SymbolMapper;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.Waveform;

/** Reception without end: constant memory, and an end on request or by a failure that loses nothing. */
class ListeningTest {

    private static final Waveform WAVEFORM = new OfdmWaveform();
    private static final Stopwatch STOPWATCH = new Stopwatch(stage -> { });

    /** Plays transmissions 0, 1, 2, ... of one small picture, then fails, ends, or goes on for ever. */
    private static final class Endless implements Radio {

        private final long failAt;
        private final PictureTransmitter transmitter = new PictureTransmitter(new LinearCodec(), TestLines.MODEL, WAVEFORM,
                SymbolMapper.DEFAULT_CLIP);
        private float[] air = new float[0];
        private int number;
        private int at;
        private final long pause;
        private long position;

        Endless(long failAt) {
            this(failAt, 0, 0);
        }

        /** @param pause samples between pictures in which the radio does not listen */
        Endless(long failAt, int firstNumber, long pause) {
            this.failAt = failAt;
            this.number = firstNumber;
            this.pause = pause;
        }

        @Override
        public ReceivedSamples receive(int maxSamples, Duration timeout) {
            if (position >= failAt) {
                throw new IllegalStateException("cable pulled");
            }
            if (at == air.length / 2) {
                position += pause;
                Iq burst = transmitter.prepare(TestLines.picture(8, 8), number++ & 0xffff, number, STOPWATCH).bursts().get(0);
                air = Arrays.copyOf(burst.samples(), burst.samples().length + 600);
                at = 0;
            }
            int count = Math.min(maxSamples, air.length / 2 - at);
            Iq iq = new Iq(Arrays.copyOfRange(air, 2 * at, 2 * (at + count)), sampleRateHz(), position);
            at += count;
            position += count;
            return ReceivedSamples.of(iq, 0);
        }

        @Override
        public double sampleRateHz() {
            return WAVEFORM.sampleRateHz();
        }

        @Override
        public void beginTrial(long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void transmit(Iq burst) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RadioCounters counters() {
            return RadioCounters.NONE;
        }

        @Override
        public Map<String, Object> description() {
            return Map.of();
        }

        @Override
        public OptionalDouble trueSnr() {
            return OptionalDouble.empty();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private static Listening listening(Radio radio) {
        return new Listening(radio, WAVEFORM.receiver(), new Collector(Bandwidth.none(new LinearCodec().format()), TestLines.MODEL, 1_000_000), frame -> { });
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** 600 transmissions are 3.8 million samples, 30 MB: holding them, or 3 kB more for each, would show. */
    @Test
    void memoryDoesNotGrowWithTheStream() {
        Listening listening = listening(new Endless(Long.MAX_VALUE));
        for (int i = 0; i < 100; i++) {
            listening.next(() -> true, STOPWATCH);
        }
        long before = liveBytes();
        for (int i = 100; i < 700; i++) {
            Listening.Heard heard = listening.next(() -> true, STOPWATCH).orElseThrow();
            assertThat(heard.transmission().number()).isEqualTo(i);
        }
        assertThat(liveBytes() - before).as("live bytes more after %d samples", listening.samples()).isLessThan(1_500_000);
    }

    /**
     * A picture every 97 seconds, 2,000 of them: two days and more of the stream's clock, through 2^31 samples and past the last number. Every tenth is not
     * sent, and counted as missed.
     */
    @Test
    void daysPassWithoutALossOrAMiscount() {
        Endless radio = new Endless(Long.MAX_VALUE, 65_000, 97_000_000);
        Collector collector = new Collector(Bandwidth.none(new LinearCodec().format()), TestLines.MODEL, 2_000_000);
        Listening listening = new Listening(radio, WAVEFORM.receiver(), collector, frame -> { });
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            if (i % 10 == 5) {
                radio.number++;
                missed++;
            }
            Listening.Heard heard = listening.next(() -> true, STOPWATCH).orElseThrow();
            assertThat(heard.transmission().number()).isEqualTo(65_000 + i + missed & 0xffff);
            assertThat(heard.transmission().ending()).isEqualTo(Ending.COMPLETE);
        }
        assertThat(radio.position).isGreaterThan(48L * 3600 * 1_000_000);
        assertThat(collector.counts()).isEqualTo(new FrameCounts(2000, 0, missed, 2000, 0, 0, 0, 0, 0));
    }

    @Test
    void anEndOnRequestIsAnEnd() {
        Endless radio = new Endless(Long.MAX_VALUE);
        Listening listening = listening(radio);
        assertThat(listening.next(() -> radio.position < 4000, STOPWATCH)).as("the first burst is 6,000 samples long").isPresent();
        assertThat(listening.next(() -> false, STOPWATCH)).isEmpty();
        assertThat(listening.next(() -> true, STOPWATCH)).as("and stays one").isEmpty();
    }

    @Test
    void aRadioThatFailsHandsOutWhatItHadAndThenTheError() {
        Listening listening = listening(new Endless(20_000));
        Optional<Listening.Heard> heard = listening.next(() -> true, STOPWATCH);
        int pictures = 0;
        while (heard.isPresent() && pictures < 3) {
            pictures++;
            heard = pictures < 3 ? listening.next(() -> true, STOPWATCH) : heard;
        }
        assertThat(pictures).isEqualTo(3);
        assertThatThrownBy(() -> {
            while (listening.next(() -> true, STOPWATCH).isPresent()) {
                // Until the error comes.
            }
        }).hasMessage("cable pulled");
    }
}
