// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Picture;

class BuiltInPicturesTest {

    /** The very same bytes on every machine and Java version; a changed drawing changes the numbers here. */
    @Test
    void picturesArePinned() {
        Map<String, Picture> pictures = BuiltInPictures.all();
        assertThat(pictures).containsOnlyKeys("lighthouse", "testcard");
        assertThat(pictures.get("lighthouse").width()).isEqualTo(384);
        assertThat(pictures.get("testcard").height()).isEqualTo(256);
        assertThat(Long.toHexString(checksum(pictures.get("lighthouse")))).isEqualTo("50db571c");
        assertThat(Long.toHexString(checksum(pictures.get("testcard")))).isEqualTo("1a4ed3f6");
    }

    private static long checksum(Picture picture) {
        CRC32 crc = new CRC32();
        for (float sample : picture.samples()) {
            crc.update(Math.round(sample * 255));
        }
        return crc.getValue();
    }

    /** Every letter that labels use has strokes of its own: none falls back to the box of an unknown one. */
    @Test
    void fontHasTheLettersOfLabels() {
        int box = StrokeFont.strokes("\u00e9", 0, 0, 6).size();
        for (char letter : "ABCDEFGHIJKLMNPQRSTUVWXYZabcxyz0123456789.,:-_+=/%()[]<>'!?*#&".toCharArray()) {
            assertThat(StrokeFont.strokes(String.valueOf(letter), 0, 0, 6)).as("glyph %s", letter).isNotEmpty()
                    .isNotEqualTo(StrokeFont.strokes("\u00e9", 0, 0, 6));
        }
        assertThat(box).isEqualTo(4);
        assertThat(StrokeFont.strokes(" ", 0, 0, 6)).isEmpty();
    }
}
