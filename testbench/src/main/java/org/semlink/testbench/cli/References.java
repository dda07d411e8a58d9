// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureReader;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.line.ContentHash;

/**
 * Pictures that may have been sent, found by the content hash in the headers; the built-in ones always belong to them.
 *
 * <p>Only hashes and paths are kept; a picture is read again when it was received.
 */
final class References {

    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(png|jpe?g|bmp|gif|tiff?|webp)");

    private final Map<Long, Path> files = new HashMap<>();
    private final Map<Long, NamedPicture> builtIn = new HashMap<>();
    private final Consumer<String> warn;

    private References(Consumer<String> warn) {
        this.warn = warn;
    }

    /**
     * Reads all pictures once. In a folder, searched through, a file that is no readable picture is left out and said to {@code warn}; a
     * file that was named must be one.
     *
     * @param warn hears that, and later what {@link #find} could not read any more
     */
    static References read(List<Path> filesAndFolders, Consumer<String> warn) {
        References references = new References(warn);
        BuiltInPictures.all().forEach((name, picture) -> references.builtIn.put(ContentHash.of(picture), new NamedPicture(name, name, picture)));
        for (Path path : filesAndFolders) {
            if (!Files.isDirectory(path)) {
                references.files.put(ContentHash.of(PictureReader.read(path)), path);
                continue;
            }
            for (Path file : pictures(path)) {
                try {
                    references.files.putIfAbsent(ContentHash.of(PictureReader.read(file)), file);
                } catch (SemlinkException e) {
                    warn.accept("left out as a reference: " + e.getMessage());
                }
            }
        }
        return references;
    }

    private static List<Path> pictures(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> PICTURE.matcher(file.toString()).matches() && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw SemlinkException.input("--reference %s cannot be read (%s); check its permissions", folder, e.getMessage()).causedBy(e);
        }
    }

    /** The picture of this content hash, as long as it can still be read and is the same. */
    Optional<NamedPicture> find(long contentHash) {
        if (builtIn.containsKey(contentHash)) {
            return Optional.of(builtIn.get(contentHash));
        }
        return Optional.ofNullable(files.get(contentHash)).flatMap(file -> read(file, contentHash));
    }

    private Optional<NamedPicture> read(Path file, long contentHash) {
        try {
            Picture picture = PictureReader.read(file);
            return ContentHash.of(picture) == contentHash ? Optional.of(new NamedPicture(file.toString(), "", picture)) : Optional.empty();
        } catch (SemlinkException e) {
            // A reception of hours outlives a reference that is gone.
            warn.accept("a picture goes without its reference: " + e.getMessage());
            return Optional.empty();
        }
    }
}
