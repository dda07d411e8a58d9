// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.LatentFormat;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.HeaderCheck;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.NoiseEstimates;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

class ReassemblerTest {

    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {1, 1, 1}, new float[] {1, 1, 1});
    /** 3 channels of 2 x 3 elements: 9 symbols. */
    private static final PictureHeader PICTURE = new PictureHeader(20, 16, 7, 1f, 8f, 5, 6, 0);

    private final Reassembler reassembler = new Reassembler(Bandwidth.none(FORMAT), 7);

    private static ReceivedFrame frame(int transmission, int index, int count, int symbols, byte[] metadata) {
        float[] payload = new float[2 * symbols];
        Arrays.fill(payload, index + 1);
        float[] variance = new float[symbols];
        Arrays.fill(variance, 0.1f);
        LinkState link = new LinkState(10, 0, 0, new NoiseEstimates(.1, .1, .1, .1, 0, 0, 100, 50, false), .1, new float[2], new double[1]);
        return new ReceivedFrame(HeaderCheck.SOUND, Optional.of(new FrameHeader(transmission, index, count, symbols, metadata)),
                Optional.of(new ReceivedSymbols(payload, variance)), link);
    }

    private static ReceivedFrame good(int index) {
        return frame(1, index, 2, new Framing(9, 2).length(index), PICTURE.toBytes());
    }

    @Test
    void framesFindTheirPlaceInAnyOrder() {
        reassembler.add(good(1));
        reassembler.add(good(0));
        Reassembly result = reassembler.result().orElseThrow();
        assertThat(result.header()).isEqualTo(PICTURE);
        assertThat(result.symbols().symbols()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
        assertThat(result.strayFrames()).isZero();
        assertThat(result.effectiveSnr()).isCloseTo(10, org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void aMissingFrameIsErased() {
        reassembler.add(good(0));
        Reassembly result = reassembler.result().orElseThrow();
        assertThat(result.framesReceived()).isEqualTo(1);
        assertThat(result.framesExpected()).isEqualTo(2);
        assertThat(result.symbols().noiseVariance()[3]).isEqualTo(0.1f);
        assertThat(result.symbols().noiseVariance()[4]).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void duplicatesAndStrangersAreCounted() {
        reassembler.add(good(0));
        reassembler.add(good(0));
        reassembler.add(frame(2, 1, 2, 5, PICTURE.toBytes()));
        reassembler.add(frame(1, 1, 3, 3, PICTURE.toBytes()));
        reassembler.add(frame(1, 1, 2, 5, new PictureHeader(20, 16, 7, 1f, 8f, 5, 99, 0).toBytes()));
        reassembler.add(new ReceivedFrame(HeaderCheck.CHECKSUM, Optional.empty(), Optional.empty(), good(0).link()));
        Reassembly result = reassembler.result().orElseThrow();
        assertThat(result.framesReceived()).isEqualTo(1);
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.strayFrames()).isEqualTo(4);
    }

    @Test
    void aHeaderThatAsksForTooMuchIsNotBelieved() {
        reassembler.add(frame(1, 0, 1, 9, new PictureHeader(65535, 65535, 7, 1f, 8f, 5, 6, 0).toBytes()));
        reassembler.add(frame(1, 0, 8192, 192, new PictureHeader(32768, 32768, 7, 1f, 8f, 5, 6, 0).toBytes()));
        assertThat(reassembler.result()).as("consistent, but of a picture that nobody sends").isEmpty();
    }

    @Test
    void anotherModelIsAnInputError() {
        reassembler.add(frame(1, 0, 2, 4, new PictureHeader(20, 16, 0xabcd, 1f, 8f, 5, 6, 0).toBytes()));
        assertThatThrownBy(reassembler::result).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessageContaining("0000abcd");
    }

    @Test
    void nothingMeansEverySymbolLost() {
        Reassembly result = reassembler.nothing(PICTURE, 4);
        assertThat(result.snr()).isZero();
        assertThat(result.effectiveSnr()).isZero();
        assertThat(result.symbols().noiseVariance()).hasSize(9).containsOnly(Float.POSITIVE_INFINITY);
    }
}
