// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

class PictureWriterTest {

    @TempDir
    private Path folder;

    private static Picture noise(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256) / 255f;
        }
        return new Picture(width, height, samples);
    }

    @Test
    void pngReadsBackExactly() {
        Picture picture = noise(37, 11, 1);
        Path file = folder.resolve("new/folder/picture.png");
        PictureWriter.writePng(picture, file);
        Picture back = PictureReader.read(file);
        assertThat(back.width()).isEqualTo(37);
        assertThat(back.samples()).containsExactly(picture.samples());
    }

    @Test
    void clampsAndRounds() {
        Picture picture = new Picture(1, 2, new float[] {-1, 2, 0.5f, 0.1f, 1, 0});
        assertThat(PictureWriter.image(picture).getRGB(0, 0)).isEqualTo(0xff0080ff);
        assertThat(PictureWriter.image(picture).getRGB(0, 1)).isEqualTo(0xffff1a00);
    }

    @Test
    void leavesNothingWhereItCannotWrite() throws IOException {
        Path file = Files.createDirectory(folder.resolve("taken.png"));
        Files.writeString(file.resolve("inside"), "x");
        SemlinkException refusal = catchThrowableOfType(SemlinkException.class, () -> PictureWriter.writePng(noise(2, 2, 1), file));
        assertThat(refusal.kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT);
        assertThat(refusal.getMessage()).contains("taken.png");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    /** Every panel is there unchanged, and under each is ink, which never reaches into the next label. */
    @Test
    void sideBySideKeepsPicturesAndLabels() {
        Map<String, Picture> panels = new LinkedHashMap<>();
        panels.put("sent", noise(60, 40, 1));
        panels.put("a label much wider than its picture", noise(20, 50, 2));
        panels.put("denoised", noise(60, 50, 3));
        Picture strip = PictureWriter.sideBySide(panels);
        assertThat(strip.height()).isEqualTo(50 + 34);
        requirePanel(strip, panels.get("sent"), 8, 8);
        requirePanel(strip, panels.get("a label much wider than its picture"), 76, 8);
        requirePanel(strip, panels.get("denoised"), strip.width() - 68, 8);
        for (int left : new int[] {8, 76, strip.width() - 68}) {
            assertThat(ink(strip, left, left + 20)).as("ink right of %d", left).isGreaterThan(20);
            assertThat(ink(strip, left - 6, left)).as("gap left of %d", left).isZero();
        }
    }

    private static void requirePanel(Picture strip, Picture panel, int left, int top) {
        for (int y = 0; y < panel.height(); y++) {
            for (int x = 0; x < panel.width(); x++) {
                float got = strip.samples()[(top + y) * strip.width() + left + x];
                assertThat(got).as("(%d, %d)", x, y).isCloseTo(panel.samples()[y * panel.width() + x], within(1e-6f));
            }
        }
    }

    private static int ink(Picture strip, int from, int to) {
        int dark = 0;
        for (int y = 60; y < strip.height(); y++) {
            for (int x = from; x < to; x++) {
                dark += strip.samples()[y * strip.width() + x] < 0.5 ? 1 : 0;
            }
        }
        return dark;
    }
}
