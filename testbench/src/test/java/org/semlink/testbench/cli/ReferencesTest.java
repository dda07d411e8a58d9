// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.image.PictureReader;
import org.semlink.testbench.line.ContentHash;

class ReferencesTest {

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void aReferenceThatIsGoneIsSaidAndNoReasonToStop() throws IOException {
        Path file = folder.resolve("a.png");
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 2, 0x123456);
        ImageIO.write(image, "png", file.toFile());
        long hash = ContentHash.of(PictureReader.read(file));
        References references = References.read(List.of(folder), said::add);
        assertThat(references.find(hash)).isPresent();
        assertThat(said).isEmpty();
        Files.delete(file);
        assertThat(references.find(hash)).isEmpty();
        assertThat(said).singleElement().asString().contains("a.png");
        assertThat(references.find(hash + 1)).as("never seen").isEmpty();
        assertThat(said).hasSize(1);
    }
}
