// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;

class PictureReaderRefusalTest {

    @TempDir
    private Path folder;

    private static void requireRefused(Path file, String... parts) {
        SemlinkException refusal = catchThrowableOfType(SemlinkException.class, () -> PictureReader.read(file));
        assertThat(refusal).as("read %s", file).isNotNull();
        assertThat(refusal.kind()).isEqualTo(SemlinkException.Kind.INPUT);
        assertThat(refusal.getMessage()).contains(parts).contains(file.toString()).doesNotContain("\n");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("picture"), content);
    }

    @Test
    void refusesWhatIsNoPictureFile() throws IOException {
        requireRefused(folder.resolve("missing.png"), "no picture");
        requireRefused(folder, "is a folder");
        requireRefused(file(new byte[0]), "0 bytes");
        requireRefused(file("just some text, no picture at all".getBytes(StandardCharsets.UTF_8)), "no known format", "PNG, JPEG");
        requireRefused(file(new byte[5000]), "no known format");
    }

    /** Noise, so that the middle of the file is the middle of the picture in every format. */
    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(80, 80, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 6400; i++) {
            image.setRGB(i % 80, i / 80, random.nextInt());
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"png,0.02", "png,0.5", "png,0.9", "jpeg,0.02", "jpeg,0.5", "jpeg,0.9", "jpeg,0.99", "bmp,0.001", "bmp,0.5", "bmp,0.9", "gif,0.02",
        "gif,0.5", "gif,0.9", "tiff,0.02", "tiff,0.5", "tiff,0.9"})
    void refusesTruncated(String format, double part) throws IOException {
        byte[] whole = TestFiles.encode(noise(), format);
        requireRefused(file(Arrays.copyOf(whole, (int) (whole.length * part))), "picture");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9})
    void refusesTruncatedWebp(double part) throws IOException {
        byte[] whole = TestFiles.webp(new boolean[64][64], 1, 2, 3, 4, 0);
        requireRefused(file(Arrays.copyOf(whole, (int) (whole.length * part))), "picture");
    }

    /** 60,000 x 60,000 in the header: refused from the header alone, before 10 GB are asked for. */
    @Test
    void refusesHeaderBombs() throws IOException {
        String size = "60000 x 60000";
        requireRefused(file(pngBomb()), size);
        BufferedImage small = PictureReaderTest.quadrants(BufferedImage.TYPE_INT_RGB);
        byte[] jpeg = TestFiles.encode(small, "jpeg");
        for (int i = 0; i < jpeg.length - 8; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
                ByteBuffer.wrap(jpeg).putInt(i + 5, 60_000 << 16 | 60_000);
            }
        }
        requireRefused(file(jpeg), size);
        byte[] bmp = TestFiles.encode(small, "bmp");
        ByteBuffer.wrap(bmp).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(18, 60_000).putInt(22, 60_000);
        requireRefused(file(bmp), size);
        byte[] gif = TestFiles.encode(small, "gif");
        ByteBuffer.wrap(gif).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(6, 60_000 << 16 | 60_000);
        for (int i = 13; i < gif.length; i++) {
            if (gif[i] == 0x2c && gif[i + 5] == 96 && gif[i + 7] == 64) {
                ByteBuffer.wrap(gif).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(i + 5, 60_000 << 16 | 60_000);
                break;
            }
        }
        requireRefused(file(gif), size);
        byte[] tiff = TestFiles.rotatedTiff(small, 1);
        ByteBuffer.wrap(tiff).order(java.nio.ByteOrder.LITTLE_ENDIAN).putShort(18, (short) 60_000).putShort(30, (short) 60_000);
        requireRefused(file(tiff), size);
        byte[] webp = TestFiles.webp(new boolean[2][2], 1, 2, 3, 4, 0);
        ByteBuffer.wrap(webp).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(21, 16_382 | 16_382 << 14);
        requireRefused(file(webp), "16383 x 16383");
    }

    private static byte[] pngBomb() {
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(60_000).putInt(60_000)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(45).putLong(0x89504e470d0a1a0aL).putInt(13).put(header.array()).putInt((int) crc.getValue())
                .putInt(0).put("IDAT".getBytes(StandardCharsets.US_ASCII)).array();
    }
}
