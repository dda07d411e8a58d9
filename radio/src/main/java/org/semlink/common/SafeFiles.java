// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files written beside their place and renamed into it, so that a reader never meets half a file. */
public final class SafeFiles {

    private SafeFiles() {
    }

    /** Writes the bytes of a file to a stream. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes {@code content} to {@code file}, whole or not at all; makes missing folders. */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(target.getParent());
            try (OutputStream out = Files.newOutputStream(beside)) {
                content.writeTo(out);
            }
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot write %s (%s); choose a folder that can be written",
                    file, reason(e)).causedBy(e);
        } finally {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException ignored) {
                // The write's own outcome is what the caller must hear.
            }
        }
    }

    /** As {@link #write(Path, Content)}, for text in UTF-8. */
    public static void writeText(Path file, String text) {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e instanceof java.nio.file.FileSystemException f && f.getReason() != null ? f.getReason() : kind;
    }
}
