// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioContract;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;

/** A radio that is recorded behaves as it did, and its recording is replayed as it was received, lost samples included. */
class RecordingRadioTest extends RadioContract {

    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();

    @TempDir
    private Path folder;
    private int opened;

    private RecordingRadio recording(String spec, String name) {
        return new RecordingRadio(Radios.open(spec, new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3)), folder.resolve(name));
    }

    @Override
    protected Radio open() {
        return recording("sim:", "contract-" + opened++ + ".sigmf-meta");
    }

    /** Everything until the end: first the positions and losses of each piece, then its frames. */
    private record Heard(List<long[]> pieces, List<ReceivedFrame> frames) {
    }

    private static Heard hear(Radio radio) {
        FrameReceiver receiver = WAVEFORM.receiver();
        List<long[]> pieces = new ArrayList<>();
        List<ReceivedFrame> frames = new ArrayList<>();
        for (ReceivedSamples got = radio.receive(2000, TIMEOUT); !got.ended(); got = radio.receive(2000, TIMEOUT)) {
            if (got.arrived()) {
                Iq iq = got.iq();
                long[] last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
                // Pieces that follow on from each other are one.
                if (last != null && last[0] + last[1] == iq.firstSample()) {
                    last[1] += iq.length();
                } else {
                    pieces.add(new long[] {iq.firstSample(), iq.length()});
                }
                frames.addAll(receiver.push(iq));
            }
        }
        frames.addAll(receiver.finish());
        return new Heard(pieces, frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim:snr=20,overflow-bursts=1/3", "sim:snr=20,overflow-bursts=1/3,untimed"})
    void aReplayHasTheSameGapsAndFrames(String spec) {
        Heard live;
        try (RecordingRadio radio = recording(spec, "gaps.sigmf-meta")) {
            for (int i = 0; i < 6; i++) {
                radio.transmit(WAVEFORM.modulate(new FrameHeader(5, i, 6, 3000, new byte[FrameHeader.METADATA_BYTES]), new float[6000]));
            }
            live = hear(radio);
            live.frames().forEach(radio::annotate);
        }
        assertThat(live.pieces().size()).as("pieces between losses").isGreaterThan(2);
        SigmfMetadata metadata = new SigmfFile(folder.resolve("gaps.sigmf-meta")).read();
        assertThat(metadata.captures()).hasSameSizeAs(live.pieces());
        Heard replayed;
        try (Radio radio = Radios.open("file:" + folder.resolve("gaps.sigmf-meta"), new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3))) {
            replayed = hear(radio);
        }
        assertThat(replayed.pieces()).usingRecursiveComparison().isEqualTo(live.pieces());
        assertThat(replayed.frames()).usingRecursiveComparison().isEqualTo(live.frames());
        assertThat(metadata.annotations()).hasSameSizeAs(live.frames());
        for (SigmfAnnotation annotation : metadata.annotations()) {
            assertThat(annotation.sampleStart() + annotation.sampleCount()).isLessThanOrEqualTo(live.pieces().stream().mapToLong(p -> p[1]).sum());
        }
    }

    @Test
    void aLossIsToldToTheReceiverOfAReplayToo() {
        try (RecordingRadio radio = recording("sim:snr=20,overflow-bursts=0", "loss.sigmf-meta")) {
            radio.transmit(burst(30_000, 1e6, 1));
            radio.transmit(burst(30_000, 1e6, 2));
            hear(radio);
        }
        try (Radio radio = Radios.open("file:" + folder.resolve("loss.sigmf-meta"), new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3))) {
            long losses = 0;
            long next = 0;
            for (ReceivedSamples got = radio.receive(5000, TIMEOUT); got.arrived(); got = radio.receive(5000, TIMEOUT)) {
                assertThat(got.iq().firstSample() - next).isEqualTo(got.lostBefore());
                losses += got.lostBefore() > 0 ? 1 : 0;
                next = got.iq().firstSample() + got.iq().length();
            }
            assertThat(losses).isPositive();
        }
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> recording("sim:", "x.wav")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("recording must end in .sigmf-meta or one of cf32, cs16, cs8, cu8");
    }
}
