// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Picture;

/** What is read; {@link PictureReaderRefusalTest} has what is refused. */
class PictureReaderTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    /** Of the quadrants: top left, top right, bottom left, bottom right. */
    private static final int[] COLOURS = {0xc83c28, 0x2850c8, 0x3cb446, 0xe6dc50};

    @TempDir
    private Path folder;

    private static int quadrant(int x, int y) {
        return (y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1);
    }

    static BufferedImage quadrants(int type) {
        return draw(new BufferedImage(WIDTH, HEIGHT, type), (x, y) -> 0xff000000 | COLOURS[quadrant(x, y)]);
    }

    private static BufferedImage draw(BufferedImage image, IntBinaryOperator colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        return image;
    }

    private Picture read(byte[] content) throws IOException {
        return PictureReader.read(Files.write(folder.resolve("picture"), content));
    }

    private static void requirePixel(Picture picture, int x, int y, int colour, int tolerance) {
        int plane = picture.width() * picture.height();
        for (int c = 0; c < 3; c++) {
            float sample = picture.samples()[c * plane + y * picture.width() + x] * 255;
            assertThat(Math.abs(sample - (colour >> 16 - 8 * c & 255))).as("pixel (%d, %d) colour %d is %s", x, y, c, sample)
                    .isLessThanOrEqualTo(tolerance + 1e-4f);
        }
    }

    /** The centre of each quadrant, and the picture's corners. */
    private static void requireQuadrants(Picture picture, int[] colours, int tolerance) {
        int w = picture.width();
        int h = picture.height();
        for (int q = 0; q < 4; q++) {
            requirePixel(picture, q % 2 == 0 ? w / 4 : 3 * w / 4, q / 2 == 0 ? h / 4 : 3 * h / 4, colours[q], tolerance);
            requirePixel(picture, q % 2 == 0 ? 0 : w - 1, q / 2 == 0 ? 0 : h - 1, colours[q], tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"png,0", "bmp,0", "tiff,0", "gif,0", "jpeg,6"})
    void readsColour(String format, int tolerance) throws IOException {
        requireQuadrants(read(TestFiles.encode(quadrants(BufferedImage.TYPE_3BYTE_BGR), format)), COLOURS, tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
    void readsPalette(String format) throws IOException {
        byte[] r = new byte[256];
        byte[] g = new byte[256];
        byte[] b = new byte[256];
        for (int i = 0; i < 4; i++) {
            r[i] = (byte) (COLOURS[i] >> 16);
            g[i] = (byte) (COLOURS[i] >> 8);
            b[i] = (byte) COLOURS[i];
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 256, r, g, b));
        requireQuadrants(read(TestFiles.encode(draw(image, (x, y) -> 0xff000000 | COLOURS[quadrant(x, y)]), format)), COLOURS, 0);
    }

    /** Grey values come out as stored, not brightened as Java's linear grey would have it. */
    @ParameterizedTest
    @CsvSource({"png,0", "bmp,0", "tiff,0", "gif,0", "jpeg,3"})
    void readsGrey(String format, int tolerance) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        int[] greys = {40, 90, 128, 230};
        fillSamples(image, 0, greys);
        requireQuadrants(read(TestFiles.encode(image, format)), new int[] {0x282828, 0x5a5a5a, 0x808080, 0xe6e6e6}, tolerance);
    }

    private static void fillSamples(BufferedImage image, int band, int[] values) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.getRaster().setSample(x, y, band, values[quadrant(x, y)]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void readsSixteenBitGrey(String format) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        fillSamples(image, 0, new int[] {40 * 257, 90 * 257 + 100, 128 * 257 - 100, 65535});
        requireQuadrants(read(TestFiles.encode(image, format)), new int[] {0x282828, 0x5a5a5a, 0x808080, 0xffffff}, 0);
    }

    @Test
    void readsSixteenBitColour() throws IOException {
        BufferedImage image = deepRgb();
        for (int c = 0; c < 3; c++) {
            int[] values = new int[4];
            for (int q = 0; q < 4; q++) {
                values[q] = (COLOURS[q] >> 16 - 8 * c & 255) * 257 + (q - 2) * 50;
            }
            fillSamples(image, c, values);
        }
        requireQuadrants(read(TestFiles.encode(image, "png")), COLOURS, 0);
    }

    private static BufferedImage deepRgb() {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
                Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        return new BufferedImage(model, model.createCompatibleWritableRaster(WIDTH, HEIGHT), false, null);
    }

    /** Over white: alpha 0 gives white, 128 of 255 the mean of colour and white by that weight. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void blendsAlphaOverWhite(String format) throws IOException {
        int[] alphas = {255, 128, 0, 51};
        BufferedImage image = draw(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB),
                (x, y) -> alphas[quadrant(x, y)] << 24 | COLOURS[quadrant(x, y)]);
        requireQuadrants(read(TestFiles.encode(image, format)), blended(COLOURS, alphas), 0);
    }

    @Test
    void blendsGreyWithAlpha() throws IOException {
        int[] alphas = {255, 128, 0, 51};
        int[] greys = {0x282828, 0x5a5a5a, 0x808080, 0xe6e6e6};
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false,
                Transparency.TRANSLUCENT, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(WIDTH, HEIGHT), false, null);
        fillSamples(image, 0, new int[] {0x28, 0x5a, 0x80, 0xe6});
        fillSamples(image, 1, alphas);
        requireQuadrants(read(TestFiles.encode(image, "png")), blended(greys, alphas), 0);
    }

    private static int[] blended(int[] colours, int[] alphas) {
        int[] out = new int[4];
        for (int q = 0; q < 4; q++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int value = (int) Math.round(((colours[q] >> shift & 255) * alphas[q] + 255 * (255 - alphas[q])) / 255.0);
                out[q] |= value << shift;
            }
        }
        return out;
    }

    @Test
    void readsCmykTiff() throws IOException {
        requireQuadrants(read(TestFiles.cmykTiff(quadrants(BufferedImage.TYPE_INT_RGB))), COLOURS, 2);
    }

    /** CMYK without a profile: what the inks leave of white. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsCmykJpeg(boolean ycck) throws IOException {
        requireQuadrants(read(TestFiles.cmykJpeg(quadrants(BufferedImage.TYPE_INT_RGB), ycck)), COLOURS, 6);
    }

    /** Stored so that turning it as told gives the quadrants back; the table is EXIF's: where row 0 and column 0 are to be seen. */
    @ParameterizedTest
    @CsvSource({"1,0123", "2,1032", "3,3210", "4,2301", "5,0213", "6,2031", "7,3120", "8,1302"})
    void appliesOrientation(int orientation, String upright) throws IOException {
        int[] expected = new int[4];
        for (int q = 0; q < 4; q++) {
            expected[q] = COLOURS[upright.charAt(q) - '0'];
        }
        BufferedImage image = quadrants(BufferedImage.TYPE_INT_RGB);
        Picture jpeg = read(TestFiles.rotatedJpeg(image, orientation));
        requireQuadrants(jpeg, expected, 6);
        assertThat(jpeg.width()).isEqualTo(orientation >= 5 ? HEIGHT : WIDTH);
        requireQuadrants(read(TestFiles.rotatedTiff(image, orientation)), expected, 0);
        requireQuadrants(read(TestFiles.rotatedPng(image, orientation)), expected, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void readsWebp(int orientation) throws IOException {
        boolean[][] bright = new boolean[8][16];
        for (int x = 0; x < 8; x++) {
            bright[0][x] = true;
        }
        Picture picture = read(TestFiles.webp(bright, 0x20, 0xd0, 0x50, 0x70, orientation));
        assertThat(picture.width()).isEqualTo(orientation == 0 ? 16 : 8);
        requirePixel(picture, 0, 0, orientation == 0 ? 0x50d070 : 0x502070, 0);
        requirePixel(picture, picture.width() - 1, 0, orientation == 0 ? 0x502070 : 0x50d070, 0);
        requirePixel(picture, 7, 0, 0x50d070, 0);
        requirePixel(picture, 0, picture.height() - 1, 0x502070, 0);
    }

    /** Odd margins, a picture that is too small, turned ones, and formats that are decoded in blocks, in lines and with sub-sampled colour. */
    @ParameterizedTest
    @ValueSource(ints = {1, 33, 50, 64, 65, 200})
    void theMiddleIsThatOfTheWholePicture(int side) throws IOException {
        BufferedImage image = draw(new BufferedImage(WIDTH + 1, HEIGHT, BufferedImage.TYPE_INT_RGB), (x, y) -> x * y * 40_503 & 0xffffff);
        List<byte[]> files = new ArrayList<>(List.of(TestFiles.rotatedJpeg(image, 3), TestFiles.rotatedPng(image, 6), TestFiles.rotatedTiff(image, 1),
                TestFiles.cmykTiff(image), TestFiles.webp(new boolean[70][80], 0x20, 0xd0, 0x50, 0x70, 0)));
        List.of("png", "bmp", "tiff", "gif", "jpeg").forEach(format -> files.add(TestFiles.encode(image, format)));
        for (byte[] content : files) {
            Picture whole = read(content).middle(side);
            Picture middle = PictureReader.readMiddle(folder.resolve("picture"), side);
            assertThat(middle.width()).isEqualTo(side);
            assertThat(middle.height()).isEqualTo(side);
            assertThat(middle.samples()).as("file %d", files.indexOf(content)).isEqualTo(whole.samples());
        }
    }
}
