// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureSource;
import org.semlink.common.SemlinkException;

/** The pictures of some {@link PictureSource}s, in path order, decoded once and kept as bytes. */
final class PhotoSet {

    private PhotoSet() {
    }

    /**
     * Reads every picture of {@code folders} whose sides are at least {@code side} pixels.
     *
     * @param skipped is told each picture left out and why
     */
    static List<Photo> read(List<Path> folders, int side, BiConsumer<Path, String> skipped) {
        List<Photo> photos = new ArrayList<>();
        for (Path folder : folders) {
            PictureSource source = PictureSource.of(folder);
            for (Path file : source.files()) {
                try {
                    for (Picture picture : source.read(file)) {
                        if (picture.width() < side || picture.height() < side) {
                            skipped.accept(file, picture.width() + "x" + picture.height() + " is smaller than a crop of " + side);
                        } else {
                            photos.add(new Photo(picture));
                        }
                    }
                } catch (SemlinkException e) {
                    skipped.accept(file, e.getMessage());
                }
            }
        }
        if (photos.isEmpty()) {
            throw SemlinkException.input("no picture of at least %dx%d pixels under %s; give other pictures or a smaller --crop", side, side, folders);
        }
        return photos;
    }
}
