// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a recording in pieces: {@code capture.sigmf-meta} is in {@code capture-00001.sigmf-meta}, {@code capture-00002.sigmf-meta} and so
 * on, {@code capture.cs16} in {@code capture-00001.cs16}. Numbers grow with time; the first ones are missing where only the newest were kept.
 */
final class RecordingPieces {

    private RecordingPieces() {
    }

    /** The piece of this number, from 1. */
    static Path piece(Path recording, int number) {
        String name = recording.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return recording.resolveSibling(String.format(Locale.ROOT, "%s-%05d%s", name.substring(0, dot), number, name.substring(dot)));
    }

    /** The pieces that there are, oldest first. */
    static List<Path> of(Path recording) {
        String name = recording.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path folder = recording.toAbsolutePath().getParent();
        if (dot < 0 || !Files.isDirectory(folder)) {
            return List.of();
        }
        Pattern pattern = Pattern.compile(Pattern.quote(name.substring(0, dot)) + "-(\\d{5,9})" + Pattern.quote(name.substring(dot)));
        TreeMap<Integer, Path> pieces = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher matcher = pattern.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    pieces.put(Integer.parseInt(matcher.group(1)), recording.resolveSibling(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw RecordingFiles.unreadable(folder, e);
        }
        return new ArrayList<>(pieces.values());
    }

    /** Deletes a piece: its samples and, of SigMF, its metadata. */
    static void delete(Path piece) {
        try {
            if (SigmfFile.isSigmf(piece)) {
                SigmfFile file = new SigmfFile(piece);
                // Metadata first: samples without them are no recording, metadata without samples a broken one.
                Files.deleteIfExists(file.meta());
                Files.deleteIfExists(file.data());
            } else {
                Files.deleteIfExists(piece);
            }
        } catch (IOException e) {
            throw RecordingFiles.unwritable(piece, e);
        }
    }
}
