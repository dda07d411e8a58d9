// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.semlink.codec.Picture;
import org.semlink.common.SemlinkException;

/**
 * Pictures that are named together: a file, or all those under a folder; with {@code #WxH} behind it every one is a sheet of small pictures.
 *
 * <p>Each pixel row of a sheet is one picture of W x H pixels, row by row, as data sets of small pictures are packed (CIFAR-10: {@code #32x32}).
 */
public final class PictureSource {

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp");
    private static final Pattern SHEET = Pattern.compile("(.+)#(\\d{1,4})x(\\d{1,4})");

    private final String name;
    private final Path path;
    /** Size of a sheet's pictures; 0 where files are pictures themselves. */
    private final int width;
    private final int height;

    private PictureSource(String name, Path path, int width, int height) {
        this.name = name;
        this.path = path;
        this.width = width;
        this.height = height;
    }

    /** Reads {@code photos}, {@code photo.jpg} or {@code sheets#32x32}; a path that exists under its whole name is taken as it is. */
    public static PictureSource of(Path named) {
        Matcher sheet = SHEET.matcher(named.toString());
        if (Files.exists(named) || !sheet.matches()) {
            return new PictureSource(named.toString(), named, 0, 0);
        }
        int width = Integer.parseInt(sheet.group(2));
        int height = Integer.parseInt(sheet.group(3));
        if (width == 0 || height == 0) {
            throw SemlinkException.input("pictures of a sheet must be at least 1x1 pixels, got '%s'", named);
        }
        return new PictureSource(named.toString(), Path.of(sheet.group(1)), width, height);
    }

    /** The files, in path order; never none. */
    public List<Path> files() {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw SemlinkException.input("pictures are named by a folder or a file, %s is neither", name);
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
            if (files.isEmpty()) {
                throw SemlinkException.input("no picture under %s; give a folder that holds PNG, JPEG, BMP, GIF, TIFF or WebP files", name);
            }
            return files;
        } catch (IOException e) {
            throw SemlinkException.input("cannot list the folder %s", name).causedBy(e);
        }
    }

    /** The pictures that one of the {@link #files} holds: itself, or those of its rows. */
    public List<Picture> read(Path file) {
        Picture picture = PictureReader.read(file);
        if (width == 0) {
            return List.of(picture);
        }
        if (picture.width() != width * height) {
            throw SemlinkException.input("a row of the sheet %s must hold %d pixels, those of one picture of %dx%d, it has %d", file, width * height, width,
                    height, picture.width());
        }
        List<Picture> rows = new ArrayList<>();
        for (int row = 0; row < picture.height(); row++) {
            rows.add(new Picture(width, height, picture.crop(0, row, picture.width(), 1).samples()));
        }
        return rows;
    }

    /** At most {@code limit} pictures, evenly spread over all; where files are pictures only those are read that are returned. */
    public List<Picture> spread(int limit) {
        List<Path> files = files();
        if (width == 0) {
            return evenly(files, limit).stream().map(PictureReader::read).toList();
        }
        return evenly(files.stream().flatMap(file -> read(file).stream()).toList(), limit);
    }

    private static <T> List<T> evenly(List<T> all, int limit) {
        int count = Math.min(limit, all.size());
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / count)));
        }
        return chosen;
    }

    private static String ending(Path file) {
        String text = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return text.substring(text.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
