// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

class PictureSourceTest {

    @TempDir
    private Path folder;

    /** Two sheets of three pictures of 4 columns and 2 rows; every sample of every picture differs in one of its colours. */
    @BeforeEach
    void writeSheets() {
        PictureWriter.writePng(sheet(0), folder.resolve("b.png"));
        PictureWriter.writePng(sheet(100), folder.resolve("a.png"));
    }

    private static Picture sheet(int first) {
        float[] samples = new float[3 * 8 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (first + i) / 255f;
        }
        return new Picture(8, 3, samples);
    }

    @Test
    void everyRowOfASheetIsAPictureInReadingOrder() {
        List<Picture> pictures = PictureSource.of(Path.of(folder + "/b.png#4x2")).spread(Integer.MAX_VALUE);
        assertThat(pictures).hasSize(3);
        Picture second = pictures.get(1);
        assertThat(List.of(second.width(), second.height())).isEqualTo(List.of(4, 2));
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 8; i++) {
                assertThat(Math.round(255 * second.samples()[8 * c + i])).isEqualTo(24 * c + 8 + i);
            }
        }
    }

    @Test
    void aLimitSpreadsOverAllFilesInPathOrder() {
        List<Picture> pictures = PictureSource.of(Path.of(folder + "#4x2")).spread(2);
        assertThat(pictures.stream().map(picture -> Math.round(255 * picture.samples()[0]))).containsExactly(100, 0);
        assertThat(PictureSource.of(folder).spread(7)).hasSize(2).allMatch(picture -> picture.width() == 8);
    }

    @Test
    void aFolderWhoseOwnNameEndsLikeASheetIsAFolder() throws Exception {
        Path named = Files.createDirectory(folder.resolve("set#4x2"));
        PictureWriter.writePng(sheet(7), named.resolve("c.png"));
        assertThat(PictureSource.of(named).spread(9)).hasSize(1).allMatch(picture -> picture.width() == 8);
    }

    @Test
    void slipsAreRefused() {
        refused("b.png#3x2", "row of the sheet", "must hold 6 pixels", "it has 8");
        refused("b.png#0x2", "at least 1x1");
        refused("none", "neither");
        assertThatThrownBy(() -> PictureSource.of(Files.createDirectory(folder.resolve("empty"))).files()).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("no picture under");
    }

    private void refused(String name, String... parts) {
        assertThatThrownBy(() -> PictureSource.of(Path.of(folder + "/" + name)).spread(1)).isInstanceOf(SemlinkException.class).hasMessageContainingAll(parts);
    }
}
