// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;

/** A recording in pieces is the same recording. */
class RecordingPiecesTest {

    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** Of a piece of 1 MiB in cf32. */
    private static final int PIECE = 1 << 17;
    private static final int CHUNK = 10_000;
    private static final int LENGTH = 45 * CHUNK;
    /** The second burst begins in the first piece and ends in the second, the fourth lies in the last. */
    private static final int[] BURSTS = {20_000, PIECE - 1000, 300_000, 420_000};

    @TempDir
    private Path folder;

    /** A stream with bursts in weak noise, of which 5,000 samples are lost in the third piece. */
    private static final class Stream implements Radio {

        private static final int LOST = 5000;

        private final float[] air = new float[2 * LENGTH];
        private int at;

        Stream() {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < air.length; i++) {
                air[i] = (float) (1e-3 * (random.nextDouble() - 0.5));
            }
            for (int i = 0; i < BURSTS.length; i++) {
                float[] burst = WAVEFORM.modulate(new FrameHeader(5, i, BURSTS.length, 3000, new byte[FrameHeader.METADATA_BYTES]), new float[6000]).samples();
                for (int k = 0; k < burst.length; k++) {
                    air[2 * BURSTS[i] + k] += burst[k];
                }
            }
        }

        @Override
        public ReceivedSamples receive(int maxSamples, Duration timeout) {
            if (at == LENGTH) {
                return ReceivedSamples.none(ReceivedSamples.Outcome.END, 1e6, at);
            }
            boolean loss = at == 35 * CHUNK;
            int from = at + (loss ? LOST : 0);
            at += CHUNK;
            return ReceivedSamples.of(new Iq(Arrays.copyOfRange(air, 2 * from, 2 * at), 1e6, from), loss ? LOST : 0);
        }

        @Override
        public void beginTrial(long seed) {
        }

        @Override
        public double sampleRateHz() {
            return 1e6;
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
            return Map.of("radio", "stream", "kind", "test");
        }

        @Override
        public OptionalDouble trueSnr() {
            return OptionalDouble.empty();
        }

        @Override
        public void close() {
        }
    }

    /** Chunks with their losses, and the bursts found. */
    private record Heard(float[] samples, List<Long> losses, List<ReceivedFrame> frames) {
    }

    private static Heard hear(Radio radio) {
        FrameReceiver receiver = WAVEFORM.receiver();
        float[] all = new float[2 * LENGTH];
        List<Long> losses = new ArrayList<>();
        List<ReceivedFrame> frames = new ArrayList<>();
        for (ReceivedSamples got = radio.receive(CHUNK, TIMEOUT); !got.ended(); got = radio.receive(CHUNK, TIMEOUT)) {
            System.arraycopy(got.iq().samples(), 0, all, (int) (2 * got.iq().firstSample()), got.iq().samples().length);
            if (got.lostBefore() != 0) {
                losses.add(got.iq().firstSample());
            }
            List<ReceivedFrame> found = receiver.push(got.iq());
            frames.addAll(found);
            if (radio instanceof RecordingRadio recording) {
                found.forEach(recording::annotate);
            }
        }
        frames.addAll(receiver.finish());
        return new Heard(all, losses, frames);
    }

    private Heard record(String name, PieceLimit limit) {
        try (RecordingRadio radio = new RecordingRadio(new Stream(), folder.resolve(name), Optional.of(limit))) {
            return hear(radio);
        }
    }

    private static PieceLimit mebibyte(int keep) {
        return new PieceLimit(Double.POSITIVE_INFINITY, 1 << 20, keep);
    }

    private Heard replay(String name) {
        try (Radio radio = Radios.open("file:" + folder.resolve(name), new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3))) {
            assertThat(radio.description()).containsEntry("piece", 1);
            return hear(radio);
        }
    }

    private SigmfMetadata piece(int number) {
        return new SigmfFile(folder.resolve(String.format("day-%05d.sigmf-meta", number))).read();
    }

    @Test
    void everyPieceIsARecordingAndTogetherTheyAreTheStream() {
        Heard live = record("day.sigmf-meta", mebibyte(Integer.MAX_VALUE));
        assertThat(live.frames()).hasSize(BURSTS.length);
        assertThat(folder.toFile().list()).as("four pieces, nothing unfinished").hasSize(8);
        assertThat(piece(1).annotations()).extracting(SigmfAnnotation::label).containsExactly("transmission 5 frame 0/4", "transmission 5 frame 1/4");
        SigmfAnnotation cut = piece(1).annotations().get(1);
        assertThat(cut.sampleStart()).isBetween(PIECE - 1010L, PIECE - 990L);
        assertThat(cut.sampleStart() + cut.sampleCount()).as("the burst goes on in the next piece").isEqualTo(PIECE);
        assertThat(piece(2).annotations()).isEmpty();
        assertThat(piece(3).annotations().get(0).sampleStart()).isBetween(300_000L - 2 * PIECE - 10, 300_000L - 2 * PIECE + 10);
        assertThat(piece(3).captures()).extracting(SigmfCapture::sampleStart).containsExactly(0L, 350_000L - 2 * PIECE);
        assertThat(piece(4).captures()).singleElement().satisfies(c -> assertThat(c.globalIndex()).hasValue(3L * PIECE + Stream.LOST));
        assertThat(piece(4).annotations()).hasSize(1);
        Heard replayed = replay("day.sigmf-meta");
        assertThat(Arrays.mismatch(replayed.samples(), live.samples())).as("first sample that differs").isEqualTo(-1);
        assertThat(replayed.losses()).containsExactly(355_000L);
        assertThat(replayed.frames()).usingRecursiveComparison().isEqualTo(live.frames());
    }

    @Test
    void theNewestPiecesStay() {
        record("day.sigmf-meta", mebibyte(2));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("day-00003.sigmf-meta", "day-00003.sigmf-data", "day-00004.sigmf-meta",
                "day-00004.sigmf-data");
        assertThat(replay("day.sigmf-meta").frames()).extracting(f -> f.header().orElseThrow().index()).containsExactly(2, 3);
    }

    @Test
    void aMissingPieceIsALossOfItsSamples() throws IOException {
        record("day.sigmf-meta", mebibyte(Integer.MAX_VALUE));
        Files.delete(folder.resolve("day-00002.sigmf-meta"));
        Files.delete(folder.resolve("day-00002.sigmf-data"));
        Heard replayed = replay("day.sigmf-meta");
        assertThat(replayed.losses()).containsExactly(2L * PIECE, 355_000L);
        assertThat(replayed.frames().stream().map(f -> f.header().map(FrameHeader::index).orElse(-1))).contains(0, 2, 3).doesNotContain(1);
    }

    @ParameterizedTest
    @CsvSource({"day.cf32, Infinity, 1048576, 4", "day.cs16, Infinity, 1048576, 2", "day.cf32, 0.2e1, 9999999, 1"})
    void rawPiecesFollowEachOther(String name, double seconds, long bytes, int pieces) throws IOException {
        Heard live = record(name, new PieceLimit(seconds, bytes, Integer.MAX_VALUE));
        assertThat(folder.toFile().list()).hasSize(pieces);
        long length = 0;
        try (Radio radio = Radios.open("file:" + folder.resolve(name) + ",rate=1M", new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3))) {
            for (ReceivedSamples got = radio.receive(CHUNK, TIMEOUT); got.arrived(); got = radio.receive(CHUNK, TIMEOUT)) {
                assertThat(got.iq().firstSample()).isEqualTo(length);
                length += got.iq().length();
            }
        }
        assertThat(length).isEqualTo(LENGTH - Stream.LOST);
        assertThat(live.frames()).hasSize(BURSTS.length);
    }

    @Test
    void piecesOfAnEarlierRecordingAreNotMixedWithNewOnes() {
        record("day.sigmf-meta", mebibyte(3));
        assertThatThrownBy(() -> record("day.sigmf-meta", mebibyte(3))).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("has pieces already").hasMessageContaining("day-00002.sigmf-meta; move them away");
    }

    @Test
    void limitsWithoutSenseAreRefused() {
        assertThatThrownBy(() -> new PieceLimit(0.5, 1 << 20, 2)).isInstanceOf(SemlinkException.class).hasMessageContaining("at least 1 second long, got 0.5");
        assertThatThrownBy(() -> new PieceLimit(1, 1000, 2)).isInstanceOf(SemlinkException.class).hasMessageContaining("at least 1048576 bytes, got 1000");
        assertThatThrownBy(() -> new PieceLimit(1, 1 << 20, 1)).isInstanceOf(SemlinkException.class).hasMessageContaining("at least 2 pieces");
    }
}
