// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files put together for tests, in ways that ImageIO's writers do not offer. */
final class TestFiles {

    private TestFiles() {
    }

    static byte[] encode(RenderedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, format, stream)) {
                throw new IllegalStateException("no writer of " + format + " for " + image);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** Baseline TIFF of four inks of 8 bits, uncompressed, without a profile: black takes what all colours share. */
    static byte[] cmykTiff(BufferedImage rgb) {
        int width = rgb.getWidth();
        int height = rgb.getHeight();
        int[][] entries = {{256, 3, 1, width}, {257, 3, 1, height}, {258, 3, 4, 0}, {259, 3, 1, 1}, {262, 3, 1, 5}, {273, 4, 1, 0}, {277, 3, 1, 4},
            {278, 3, 1, height}, {279, 4, 1, 4 * width * height}};
        int bits = 8 + 2 + 12 * entries.length + 4;
        ByteBuffer out = ByteBuffer.allocate(bits + 8 + 4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            int value = entry[0] == 258 ? bits : entry[0] == 273 ? bits + 8 : entry[3];
            out.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(value);
        }
        out.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 8);
        for (int i = 0; i < width * height; i++) {
            int p = rgb.getRGB(i % width, i / width);
            int red = p >> 16 & 255;
            int green = p >> 8 & 255;
            int blue = p & 255;
            int white = Math.max(red, Math.max(green, blue));
            for (int colour : new int[] {red, green, blue}) {
                out.put((byte) (white == 0 ? 0 : 255 - Math.round(255f * colour / white)));
            }
            out.put((byte) (255 - white));
        }
        return out.array();
    }

    /** JPEG of four components stored as they are: CMYK inverted (Adobe transform 0), or YCCK (transform 2) if so told. */
    static byte[] cmykJpeg(BufferedImage rgb, boolean ycck) throws IOException {
        int n = rgb.getWidth() * rgb.getHeight();
        byte[] samples = new byte[4 * n];
        for (int i = 0; i < n; i++) {
            int p = rgb.getRGB(i % rgb.getWidth(), i / rgb.getWidth());
            // YCCK holds the luma and chroma of the inks, CMYK (inverted) what the inks leave.
            int invert = ycck ? 0xffffff : 0;
            double r = (p ^ invert) >> 16 & 255;
            double g = (p ^ invert) >> 8 & 255;
            double b = (p ^ invert) & 255;
            double luma = 0.299 * r + 0.587 * g + 0.114 * b;
            samples[4 * i] = (byte) Math.round(ycck ? luma : r);
            samples[4 * i + 1] = (byte) Math.min(255, Math.round(ycck ? 128 + (b - luma) / 1.772 : g));
            samples[4 * i + 2] = (byte) Math.min(255, Math.round(ycck ? 128 + (r - luma) / 1.402 : b));
            samples[4 * i + 3] = (byte) 255;
        }
        Raster raster = Raster.createInterleavedRaster(new DataBufferByte(samples, samples.length), rgb.getWidth(), rgb.getHeight(),
                4 * rgb.getWidth(), 4, new int[] {0, 1, 2, 3}, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.98f);
            writer.write(null, new IIOImage(raster, null, null), param);
        }
        writer.dispose();
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) (ycck ? 2 : 0)};
        return withSegment(out.toByteArray(), 0xee, adobe);
    }

    /** A JPEG with one more marker segment right after its start. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
        return ByteBuffer.allocate(jpeg.length + 4 + body.length).put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker)
                .putShort((short) (body.length + 2)).put(body).put(jpeg, 2, jpeg.length - 2).array();
    }

    /** A JPEG with an EXIF block that states {@code orientation}. */
    static byte[] rotatedJpeg(BufferedImage image, int orientation) {
        byte[] tiff = tiff(new int[][] {{0x112, orientation}}, new byte[0]);
        return withSegment(encode(image, "jpeg"), 0xe1, ByteBuffer.allocate(6 + tiff.length).put("Exif\0\0".getBytes(
                StandardCharsets.US_ASCII)).put(tiff).array());
    }

    /** A PNG with an eXIf chunk that states {@code orientation}, right after its header. */
    static byte[] rotatedPng(BufferedImage image, int orientation) {
        byte[] png = encode(image, "png");
        byte[] tiff = tiff(new int[][] {{0x112, orientation}}, new byte[0]);
        byte[] body = ByteBuffer.allocate(4 + tiff.length).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(tiff).array();
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(png.length + 8 + body.length).put(png, 0, 33).putInt(tiff.length).put(body)
                .putInt((int) crc.getValue()).put(png, 33, png.length - 33).array();
    }

    /** A TIFF block: little-endian, one directory of 16-bit tags {@code {tag, value}} in rising order, then {@code data}. */
    static byte[] tiff(int[][] tags, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(14 + 12 * tags.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0]).putShort((short) 3).putInt(1).putInt(tag[1]);
        }
        return out.putInt(0).put(data).array();
    }

    /** An uncompressed RGB TIFF file that states {@code orientation}. */
    static byte[] rotatedTiff(BufferedImage image, int orientation) {
        int n = image.getWidth() * image.getHeight();
        byte[] data = new byte[3 * n + 6];
        data[0] = data[2] = data[4] = 8;
        for (int i = 0; i < n; i++) {
            int p = image.getRGB(i % image.getWidth(), i / image.getWidth());
            data[6 + 3 * i] = (byte) (p >> 16);
            data[7 + 3 * i] = (byte) (p >> 8);
            data[8 + 3 * i] = (byte) p;
        }
        int end = 14 + 12 * 10;
        byte[] file = tiff(new int[][] {{256, image.getWidth()}, {257, image.getHeight()}, {258, end}, {259, 1}, {262, 2},
            {273, end + 6}, {274, orientation}, {277, 3}, {278, image.getHeight()}, {279, 3 * n}}, data);
        file[10 + 12 * 2 + 4] = 3;
        return file;
    }

    /** A lossless WebP whose pixels are {@code dark} or {@code bright} (0xRRGGBB, one red, one blue), with EXIF if orientation > 0. */
    static byte[] webp(boolean[][] bright, int darkGreen, int brightGreen, int red, int blue, int orientation) {
        int width = bright[0].length;
        int height = bright.length;
        Bits bits = new Bits();
        bits.put(0x2f, 8);
        bits.put(width - 1, 14);
        bits.put(height - 1, 14);
        bits.put(0, 1 + 3 + 3);
        bits.put(3, 2);
        bits.put(1, 1);
        bits.put(darkGreen, 8);
        bits.put(brightGreen, 8);
        for (int symbol : new int[] {red, blue, 255}) {
            bits.put(1, 2);
            bits.put(1, 1);
            bits.put(symbol, 8);
        }
        bits.put(1, 4);
        for (boolean[] row : bright) {
            for (boolean pixel : row) {
                bits.put(pixel ? 1 : 0, 1);
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (orientation > 0) {
            chunk(body, "VP8X", ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(8).putInt(width - 1 | (height - 1) << 24)
                    .putShort((short) (height - 1 >> 8)).array());
        }
        chunk(body, "VP8L", bits.bytes());
        if (orientation > 0) {
            chunk(body, "EXIF", tiff(new int[][] {{0x112, orientation}}, new byte[0]));
        }
        byte[] webp = ByteBuffer.allocate(4 + body.size()).put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(body.toByteArray()).array();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        chunk(file, "RIFF", webp);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] body) {
        out.writeBytes(ByteBuffer.allocate(8 + (body.length + 1) / 2 * 2).order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body).array());
    }

    /** Bits, least significant first. */
    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int count;

        void put(int value, int bits) {
            for (int i = 0; i < bits; i++) {
                pending |= (value >> i & 1) << count;
                if (++count == 8) {
                    out.write(pending);
                    pending = 0;
                    count = 0;
                }
            }
        }

        byte[] bytes() {
            put(0, 7);
            return out.toByteArray();
        }
    }
}
