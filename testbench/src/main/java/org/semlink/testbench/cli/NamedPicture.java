// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureReader;

/**
 * A picture to send.
 *
 * @param name    as results call it: the path that was given, or the name of a built-in picture
 * @param folder  of its results, unique within a run
 * @param picture its samples
 */
public record NamedPicture(String name, String folder, Picture picture) {

    /** Reads all files, before any is sent; without files the built-in pictures. */
    public static List<NamedPicture> read(List<Path> files) {
        List<NamedPicture> pictures = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        if (files.isEmpty()) {
            for (Map.Entry<String, Picture> builtIn : BuiltInPictures.all().entrySet()) {
                pictures.add(new NamedPicture(builtIn.getKey(), folder(builtIn.getKey(), taken), builtIn.getValue()));
            }
        }
        for (Path file : files) {
            Picture picture = PictureReader.read(file);
            pictures.add(new NamedPicture(file.toString(), folder(file.getFileName().toString(), taken), picture));
        }
        return pictures;
    }

    /** A folder name from a file name: without extension, plain characters, numbered when it is taken. */
    static String folder(String fileName, Set<String> taken) {
        String stem = fileName.replaceFirst("\\.[^.]{1,5}$", "").replaceAll("[^A-Za-z0-9_-]", "_");
        String base = stem.isEmpty() ? "picture" : stem;
        String name = base;
        // Some file systems ignore case.
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = base + "-" + n;
        }
        return name;
    }
}
