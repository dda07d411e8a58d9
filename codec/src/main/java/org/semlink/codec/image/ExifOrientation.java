// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Finds the EXIF orientation in a JPEG (APP1), PNG (eXIf), WebP (EXIF chunk) or TIFF (its first directory).
 *
 * <p>From the EXIF block itself: ImageIO's standard metadata drop it for PNG and WebP, and its readers disagree on the names of the two
 * mirrored quarter turns. A broken EXIF block counts as none, as in every viewer.
 */
final class ExifOrientation {

    private static final int MAX_EXIF_BYTES = 1 << 20;

    private ExifOrientation() {
    }

    /** The orientation that {@code file} states, whose format has ImageIO's name {@code format}; upright if it states none. */
    static Orientation of(Path file, String format) {
        // A stream of its own, since readers discard what they have passed.
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            return switch (format) {
                case "jpeg", "jpg" -> ofJpeg(stream);
                case "tif", "tiff" -> ofTiff(stream);
                case "png" -> ofTiff(chunk(stream, 8, "eXIf", ByteOrder.BIG_ENDIAN));
                case "webp" -> ofTiff(chunk(stream, 12, "EXIF", ByteOrder.LITTLE_ENDIAN));
                default -> Orientation.NORMAL;
            };
        } catch (IOException | RuntimeException broken) {
            return Orientation.NORMAL;
        }
    }

    private static Orientation ofJpeg(ImageInputStream stream) throws IOException {
        for (JPEGSegment segment : JPEGSegmentUtil.readSegments(stream, JPEG.APP1, "Exif")) {
            InputStream data = segment.data();
            // The identifier's terminating 0 is already consumed; a padding byte precedes the TIFF block.
            data.skipNBytes(1);
            return ofTiff(new MemoryCacheImageInputStream(data));
        }
        return Orientation.NORMAL;
    }

    private static Orientation ofTiff(ImageInputStream tiff) throws IOException {
        Entry entry = tiff == null ? null : new TIFFReader().read(tiff).getEntryById(TIFF.TAG_ORIENTATION);
        return entry != null && entry.getValue() instanceof Number number ? Orientation.ofExif(number.intValue()) : Orientation.NORMAL;
    }

    /**
     * Body of the first chunk of that name, or null. PNG: length, name, body, checksum; RIFF: name, length, body padded to even.
     */
    private static ImageInputStream chunk(ImageInputStream stream, int start, String wanted, ByteOrder order) throws IOException {
        boolean png = order == ByteOrder.BIG_ENDIAN;
        stream.setByteOrder(order);
        byte[] name = new byte[4];
        for (long at = start; at + 8 <= stream.length();) {
            stream.seek(png ? at + 4 : at);
            stream.readFully(name);
            stream.seek(png ? at : at + 4);
            long length = stream.readUnsignedInt();
            if (wanted.equals(new String(name, StandardCharsets.US_ASCII)) && length <= MAX_EXIF_BYTES) {
                byte[] body = new byte[(int) length];
                stream.seek(at + 8);
                stream.readFully(body);
                return new MemoryCacheImageInputStream(new ByteArrayInputStream(body));
            }
            at += 8 + (png ? length + 4 : length + (length & 1));
        }
        return null;
    }
}
