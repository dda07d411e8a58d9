// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.semlink.common.SemlinkException;

/** What readers and writers of recordings share: the errors of files, and their digest. */
final class RecordingFiles {

    private RecordingFiles() {
    }

    static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw SemlinkException.input("recording %s does not exist; check the path", file);
        }
        if (!Files.isRegularFile(file)) {
            throw SemlinkException.input("recording %s is not a regular file; name the file of samples or its metadata", file);
        }
    }

    static SemlinkException unreadable(Path file, IOException e) {
        return SemlinkException.environment("cannot read %s (%s); check its permissions and its disk", file, reason(e)).causedBy(e);
    }

    static SemlinkException unwritable(Path file, IOException e) {
        return SemlinkException.environment("cannot write %s (%s); choose a folder that can be written and has room", file, reason(e))
                .causedBy(e);
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return said == null ? kind : said.lines().findFirst().orElse(kind);
    }

    /** Replaces samples with a NaN or infinite part by zero; returns how many there were. */
    static int zeroNotFinite(float[] iq, int offset, int samples) {
        int end = offset + 2 * samples;
        // Zero times anything finite is zero, else NaN: one sum tells for all.
        float check = 0;
        for (int i = offset; i < end; i++) {
            check += iq[i] * 0f;
        }
        int replaced = 0;
        for (int i = offset; check != 0 && i < end; i += 2) {
            if (!Float.isFinite(iq[i]) || !Float.isFinite(iq[i + 1])) {
                iq[i] = 0;
                iq[i + 1] = 0;
                replaced++;
            }
        }
        return replaced;
    }

    static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
    }

    /** The SHA-512 of a file in lower-case hexadecimal, read in pieces. */
    static String sha512(Path file) {
        MessageDigest digest = sha512();
        byte[] piece = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
