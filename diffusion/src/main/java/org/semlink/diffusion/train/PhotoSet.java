// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.semlink.codec.image.PictureReader;
import org.semlink.common.SemlinkException;

/** The pictures found under some folders, in path order, decoded once and kept as bytes. */
final class PhotoSet {

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp");

    private PhotoSet() {
    }

    /**
     * Reads every picture under {@code folders} whose sides are at least {@code side} pixels.
     *
     * @param skipped is told each picture left out and why
     */
    static List<Photo> read(List<Path> folders, int side, BiConsumer<Path, String> skipped) {
        List<Photo> photos = new ArrayList<>();
        for (Path folder : folders) {
            for (Path file : pictureFiles(folder)) {
                try {
                    Photo photo = new Photo(PictureReader.read(file));
                    if (photo.width() < side || photo.height() < side) {
                        skipped.accept(file, photo.width() + "x" + photo.height() + " is smaller than a crop of " + side);
                    } else {
                        photos.add(photo);
                    }
                } catch (SemlinkException e) {
                    skipped.accept(file, e.getMessage());
                }
            }
        }
        if (photos.isEmpty()) {
            throw SemlinkException.input("no picture of at least %dx%d pixels under %s; give folders of photos or a smaller --crop", side, side, folders);
        }
        return photos;
    }

    private static List<Path> pictureFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw SemlinkException.input("training and validation pictures are given as folders, %s is not a folder", folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
        } catch (IOException e) {
            throw SemlinkException.input("cannot list the folder %s", folder).causedBy(e);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
