// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.LatentFormat;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.HeaderCheck;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.NoiseEstimates;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

/** Streams of frames: what is handed out when, and what is counted. Frames come every 100 samples; patience is 1000. */
class CollectorTest {

    private static final int MODEL = 7;
    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {1, 1, 1}, new float[] {1, 1, 1});
    /** Frames of a picture of 9 symbols. */
    private static final int FRAMES = 3;

    private final Collector collector = new Collector(Bandwidth.none(FORMAT), MODEL, 1000);
    private final List<String> over = new ArrayList<>();
    private long now;

    private ReceivedFrame frame(int transmission, int index, int model) {
        byte[] metadata = new PictureHeader(20, 16, model, 1f, 8f, transmission, transmission, 0).toBytes();
        return frame(new FrameHeader(transmission & 0xffff, index, FRAMES, 3, metadata));
    }

    private ReceivedFrame frame(FrameHeader header) {
        float[] variance = new float[header.payloadSymbols()];
        Arrays.fill(variance, 0.1f);
        return new ReceivedFrame(HeaderCheck.SOUND, Optional.of(header),
                Optional.of(new ReceivedSymbols(new float[2 * variance.length], variance)), link());
    }

    private LinkState link() {
        return new LinkState(10, 0, now, new NoiseEstimates(.1, .1, .1, .1, 0, 0, 100, 50, false), .1, new float[2], new double[1]);
    }

    private void hear(int transmission, int... indices) {
        for (int index : indices) {
            now += 100;
            note(collector.add(frame(transmission, index, MODEL)));
        }
    }

    private void note(List<Collected> closed) {
        closed.forEach(c -> over.add(c.number() + " " + c.ending().name() + " " + c.reassembly().framesReceived()));
    }

    @Test
    void wholePicturesAreHandedOutAtTheirLastBurst() {
        hear(4, 0, 1);
        assertThat(over).isEmpty();
        hear(4, 2);
        assertThat(over).containsExactly("4 COMPLETE 3");
        hear(5, 2, 0, 1);
        assertThat(over).containsExactly("4 COMPLETE 3", "5 COMPLETE 3");
        assertThat(collector.finish()).isEmpty();
        assertThat(collector.counts()).isEqualTo(new FrameCounts(2, 0, 0, 6, 0, 0, 0, 0, 0));
    }

    @Test
    void aNewerTransmissionASilenceAndTheEndGiveUpWhatIsOpen() {
        hear(0, 0);
        hear(1, 1);
        assertThat(over).containsExactly("0 NEWER 1");
        assertThat(collector.advance(now + 1000)).isEmpty();
        note(collector.advance(now + 1001).stream().toList());
        assertThat(over).last().isEqualTo("1 SILENCE 1");
        hear(2, 0, 2);
        note(collector.finish().stream().toList());
        assertThat(over).last().isEqualTo("2 END 2");
        assertThat(collector.counts()).isEqualTo(new FrameCounts(0, 3, 0, 4, 5, 0, 0, 0, 0));
    }

    @Test
    void aBurstAfterLongSilenceGivesUpTheOldAndMayCompleteTheNew() {
        hear(0, 0);
        now += 5000;
        hear(0, 0, 1, 2);
        assertThat(over).as("the number is used again").containsExactly("0 SILENCE 1", "0 COMPLETE 3");
    }

    @Test
    void transmissionsThatLeftNothingAreKnownByTheNumbers() {
        hear(65534, 0, 1, 2);
        hear(1, 0, 1, 2);
        assertThat(collector.counts().missed()).as("65535 and 0").isEqualTo(2);
        hear(0, 0, 1, 2);
        assertThat(collector.counts().missed()).as("a transmitter that began anew").isEqualTo(2);
    }

    @Test
    void duplicatesAndLateBurstsBeginNothing() {
        hear(0, 0, 0, 1, 2, 2, 1);
        hear(1, 0);
        hear(2, 0);
        hear(1, 1, 2);
        hear(2, 1, 2);
        assertThat(over).containsExactly("0 COMPLETE 3", "1 NEWER 1", "2 COMPLETE 3");
        assertThat(collector.counts()).isEqualTo(new FrameCounts(2, 1, 0, 7, 2, 5, 0, 0, 0));
    }

    @Test
    void whatIsNotOursNeitherBeginsNorEndsAnything() {
        hear(3, 0);
        note(collector.add(new ReceivedFrame(HeaderCheck.CHECKSUM, Optional.empty(), Optional.empty(), link())));
        note(collector.add(frame(4, 0, 0xabcd)));
        note(collector.add(frame(new FrameHeader(9, 0, 1, 5, new byte[FrameHeader.METADATA_BYTES]))));
        hear(3, 1, 2);
        assertThat(over).containsExactly("3 COMPLETE 3");
        assertThat(collector.counts()).isEqualTo(new FrameCounts(1, 0, 0, 3, 0, 0, 1, 1, 1));
        assertThat(collector.otherModelId()).isEqualTo(0xabcd);
    }
}
