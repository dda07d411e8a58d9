// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

/**
 * Reads a PNG, JPEG, BMP, GIF, TIFF or WebP file, recognised by its content, as an upright 8-bit sRGB {@link Picture}.
 *
 * <p>Samples are multiples of 1/255. Alpha is blended over white; the EXIF orientation is applied; of an animation or a file of several
 * pages the first is taken. The size stated in the file is checked before anything is decoded. Whatever cannot be read in full
 * is an input error of one line.
 */
public final class PictureReader {

    /** Most pixels that a picture may have. */
    public static final long MAX_PIXELS = 1L << 26;

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "jpg", "bmp", "gif", "tif", "tiff", "webp");
    /** The WebP encoder's package brings a decoder in native code, to which no stranger's file is given. */
    private static final String NATIVE = "com.luciad.";
    private static final String WANTED = "give a PNG, JPEG, BMP, GIF, TIFF or WebP file";

    private static final int WHOLE = 0;

    static {
        ImageIO.setUseCache(false);
    }

    private PictureReader() {
    }

    /** The picture in {@code file}. */
    public static Picture read(Path file) {
        return read(file, WHOLE);
    }

    /**
     * The same as {@link Picture#middle middle(side)} of the picture in {@code file}, faster: of one that is larger and stands upright nothing
     * else is decoded, so damage elsewhere does not matter.
     */
    public static Picture readMiddle(Path file, int side) {
        if (side < 1) {
            throw new IllegalArgumentException("side must be at least 1, got " + side);
        }
        return read(file, side);
    }

    private static Picture read(Path file, int side) {
        requireFile(file);
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = reader(file, stream);
            try {
                reader.setInput(stream, false, false);
                requireSize(file, reader.getWidth(0), reader.getHeight(0));
                requireWhole(file, stream, reader);
                return decode(file, reader, side);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Decoders meet broken data with exceptions of every kind.
            throw e instanceof SemlinkException ours ? ours : damaged(file, e.getMessage()).causedBy(e);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw SemlinkException.input("no picture %s; %s", file, WANTED);
        }
        if (!Files.isRegularFile(file)) {
            throw SemlinkException.input("picture %s is %s; %s", file, Files.isDirectory(file) ? "a folder" : "not a file", WANTED);
        }
        try {
            if (Files.size(file) == 0) {
                throw SemlinkException.input("picture %s is empty (0 bytes); %s", file, WANTED);
            }
        } catch (IOException e) {
            throw unreadable(file).causedBy(e);
        }
        if (!Files.isReadable(file)) {
            throw unreadable(file);
        }
    }

    private static SemlinkException unreadable(Path file) {
        return SemlinkException.input("picture %s cannot be opened; check its permissions", file);
    }

    private static ImageReader reader(Path file, ImageInputStream stream) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext();) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(format(reader)) && !reader.getClass().getName().startsWith(NATIVE)) {
                return reader;
            }
            reader.dispose();
        }
        throw SemlinkException.input("picture %s is of no known format; %s", file, WANTED);
    }

    private static void requireSize(Path file, int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            throw SemlinkException.input("picture %s states %d x %d pixels; from 1 to %d (64 Mi) are allowed, scale it down first",
                    file, width, height, MAX_PIXELS);
        }
    }

    private static String format(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT);
    }

    /** The WebP decoder makes up what is missing, without a warning; but the file's head states how long it is. */
    private static void requireWhole(Path file, ImageInputStream stream, ImageReader reader) throws IOException {
        if (format(reader).equals("webp")) {
            stream.mark();
            stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            stream.seek(4);
            long stated = 8 + stream.readUnsignedInt();
            stream.reset();
            if (Files.size(file) < stated) {
                throw damaged(file, Files.size(file) + " bytes of " + stated);
            }
        }
    }

    private static Picture decode(Path file, ImageReader reader, int side) throws IOException {
        Orientation orientation = ExifOrientation.of(file, format(reader));
        ImageReadParam part = reader.getDefaultReadParam();
        boolean inside = side != WHOLE && orientation == Orientation.NORMAL && side <= Math.min(reader.getWidth(0), reader.getHeight(0));
        if (inside) {
            part.setSourceRegion(new Rectangle((reader.getWidth(0) - side) / 2, (reader.getHeight(0) - side) / 2, side, side));
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage decoded = reader.read(0, part);
        for (String warning : warnings) {
            if (meansLostPixels(warning)) {
                throw damaged(file, warning);
            }
        }
        Picture picture = upright(decoded, orientation);
        return side == WHOLE || inside ? picture : picture.middle(side);
    }

    /** JPEG decoders fill what is missing with grey and only warn; other warnings (odd metadata, colour profiles) are harmless. */
    private static boolean meansLostPixels(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature") || text.contains("truncated") || text.contains("corrupt") || text.contains("eoi");
    }

    private static Picture upright(BufferedImage decoded, Orientation orientation) {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        int plane = width * height;
        float[] samples = new float[3 * plane];
        SrgbRows rows = new SrgbRows(decoded);
        for (int y = 0; y < height; y++) {
            int[] row = rows.row(y);
            for (int x = 0; x < width; x++) {
                int at = orientation.upright(x, y, width, height);
                samples[at] = (row[x] >> 16 & 255) / 255f;
                samples[plane + at] = (row[x] >> 8 & 255) / 255f;
                samples[2 * plane + at] = (row[x] & 255) / 255f;
            }
        }
        return orientation.swapsSides() ? new Picture(height, width, samples) : new Picture(width, height, samples);
    }

    private static SemlinkException damaged(Path file, String detail) {
        String reason = detail == null ? "data end or break off" : detail.lines().findFirst().orElse("unknown");
        return SemlinkException.input("picture %s is damaged or cut short (%s); save or copy it again", file, reason);
    }
}
