// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.radio.waveform.FrameHeader;

class PictureHeaderTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesBackAsItWas(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PictureHeader header = new PictureHeader(1 + random.nextInt(0xffff), 1 + random.nextInt(0xffff), random.nextInt(),
                random.nextFloat() + 1e-6f, 1 + random.nextFloat(), random.nextInt(), random.nextLong(),
                random.nextInt(0x10000));
        byte[] bytes = header.toBytes();
        assertThat(bytes).as("seed %d", seed).hasSize(FrameHeader.METADATA_BYTES);
        assertThat(PictureHeader.parse(bytes)).as("seed %d", seed).contains(header);
    }

    @Test
    void whatIsNotOursIsNotBelieved() {
        byte[] good = new PictureHeader(640, 480, 1, 1f, 8f, 2, 3, 0).toBytes();
        assertThat(PictureHeader.parse(good)).isPresent();
        for (int i : new int[] {0, 31}) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(PictureHeader.parse(bad)).as("byte %d", i).isEmpty();
        }
        assertThat(PictureHeader.parse(new byte[FrameHeader.METADATA_BYTES])).isEmpty();
        assertThat(PictureHeader.parse(new byte[3])).isEmpty();
    }

    @Test
    void impossiblePicturesCannotBeSaid() {
        assertThatThrownBy(() -> new PictureHeader(0, 1, 1, 1, 1, 1, 1, 0)).hasMessageContaining("got 0x1");
        assertThatThrownBy(() -> new PictureHeader(1, 65536, 1, 1, 1, 1, 1, 0)).hasMessageContaining("65536");
        assertThatThrownBy(() -> new PictureHeader(1, 1, 1, Float.NaN, 1, 1, 1, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new PictureHeader(1, 1, 1, 1, 1, 1, 1, 65536)).hasMessageContaining("ratio must be 0 to 65535, got 65536");
    }
}
