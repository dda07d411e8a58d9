// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

/**
 * JPEG (4:2:0, Huffman tables made for the picture) or lossy WebP through {@code javax.imageio}.
 *
 * <p>JPEG is the JDK's own; WebP is libwebp, native code that comes with its jar and is loaded when first used.
 */
final class ImageIoCompressor implements PictureCompressor {

    private final String format;

    ImageIoCompressor(String format) {
        this.format = format;
    }

    @Override
    public byte[] compress(Picture picture, int quality) {
        if (quality < 1 || quality > BEST) {
            throw new IllegalArgumentException("quality must be 1 to " + BEST + ", got " + quality);
        }
        ImageWriter writer = writer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            if (parameters instanceof JPEGImageWriteParam jpeg) {
                jpeg.setOptimizeHuffmanTables(true);
            } else {
                parameters.setCompressionType("Lossy");
            }
            parameters.setCompressionQuality(quality / (float) BEST);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(picture), null, null), parameters);
        } catch (IOException e) {
            throw new IllegalStateException(format + " writer failed on memory", e);
        } catch (LinkageError e) {
            throw SemlinkException.environment("the %s encoder's native library does not load (%s); use jpeg instead", format, e.getMessage())
                    .causedBy(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private ImageWriter writer() {
        for (Iterator<ImageWriter> writers = ImageIO.getImageWritersByMIMEType("image/" + format); writers.hasNext();) {
            ImageWriter writer = writers.next();
            // Other JPEG writers do not make Huffman tables of their own.
            if (!format.equals("jpeg") || writer.getDefaultWriteParam() instanceof JPEGImageWriteParam) {
                return writer;
            }
            writer.dispose();
        }
        throw SemlinkException.environment("no %s encoder on the class path; use jpeg instead", format);
    }

    @Override
    public Optional<Picture> decompress(byte[] file, int intact) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(Arrays.copyOf(file, intact)));
            return Optional.ofNullable(image).map(ImageIoCompressor::picture);
        } catch (IOException | RuntimeException e) {
            // Decoders meet broken data with exceptions of every kind; a lost picture is a value here.
            return Optional.empty();
        }
    }

    private static BufferedImage image(Picture picture) {
        int plane = picture.width() * picture.height();
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, picture.samples()[c * plane + i])) * 255);
            }
            image.setRGB(i % picture.width(), i / picture.width(), rgb);
        }
        return image;
    }

    private static Picture picture(BufferedImage image) {
        int plane = image.getWidth() * image.getHeight();
        float[] samples = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            for (int c = 0; c < 3; c++) {
                samples[c * plane + i] = (rgb >> 8 * (2 - c) & 255) / 255f;
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), samples);
    }
}
