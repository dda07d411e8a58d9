// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.SampleFormat;

/**
 * The options of a {@code file:} radio, checked against each other.
 *
 * @param path     of the samples or, for SigMF, of either file
 * @param writing  whether the radio records; else it replays
 * @param replace  whether {@code mode=write} was given
 * @param format   of raw samples, or the one asked for; empty where SigMF metadata decide
 * @param rateHz   {@code rate=}
 * @param freqHz   {@code freq=}, to be recorded
 * @param hardware {@code hw=}, to be recorded
 */
record FileSettings(Path path, boolean writing, boolean replace, Optional<SampleFormat> format, OptionalDouble rateHz, OptionalDouble freqHz,
        Optional<String> hardware) {

    private static final List<String> KEYS = List.of("path", "mode", "format", "rate", "freq", "hw");
    private static final double MOST_HZ = 1e12;

    static FileSettings of(RadioSpec spec) {
        spec.requireKnown(KEYS);
        Path path = path(spec.text("path").orElseThrow(() -> SemlinkException.input(
                "radio file needs a path; write one such as file:capture.sigmf-meta or file:capture.cs16,rate=1M")));
        boolean sigmf = SigmfFile.isSigmf(path);
        String mode = spec.text("mode").orElse("");
        if (!mode.isEmpty() && !mode.equals("read") && !mode.equals("write")) {
            throw SemlinkException.input("radio option mode must be read or write, got '%s'", mode);
        }
        boolean exists = sigmf ? new SigmfFile(path).exists() : Files.exists(path);
        boolean writing = mode.isEmpty() ? !exists : mode.equals("write");
        for (String key : List.of("freq", "hw")) {
            if (spec.has(key) && !(writing && sigmf)) {
                throw SemlinkException.input("radio option %s is recorded only in SigMF metadata, got it %s %s; leave it out", key,
                        writing ? "when writing" : "when reading", path);
            }
        }
        return new FileSettings(path, writing, mode.equals("write"), format(spec, path, sigmf), positive(spec, "rate"),
                positive(spec, "freq"), spec.text("hw"));
    }

    /** The pieces that the recording is in, where it is not in one file and not to be written anew. */
    static List<Path> pieces(RadioSpec spec) {
        Path path = path(spec.text("path").orElse("none"));
        boolean whole = SigmfFile.isSigmf(path) ? new SigmfFile(path).exists() : Files.exists(path);
        return whole || spec.text("mode").orElse("").equals("write") ? List.of() : RecordingPieces.of(path);
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.getFileName() == null) {
                throw SemlinkException.input("recording %s is a folder; name a file in it", text);
            }
            return path;
        } catch (InvalidPathException e) {
            throw SemlinkException.input("recording must be a path of this system, got '%s' (%s)", text.replaceAll("\\p{Cntrl}", "?"),
                    e.getReason()).causedBy(e);
        }
    }

    private static Optional<SampleFormat> format(RadioSpec spec, Path path, boolean sigmf) {
        Optional<SampleFormat> asked = spec.text("format").map(SampleFormat::of);
        Optional<SampleFormat> named = SampleFormat.ofName(path);
        if (asked.isEmpty() && named.isEmpty() && !sigmf) {
            throw SemlinkException.input("recording must end in .sigmf-meta, .sigmf-data or one of %s, got %s; or say format=cs16 "
                    + "for example", SampleFormat.suffixes(), path);
        }
        if (asked.isPresent() && named.isPresent() && !asked.equals(named)) {
            throw SemlinkException.input("radio option format=%s contradicts the name %s; leave it out or rename the file",
                    asked.get().suffix(), path);
        }
        return asked.or(() -> named);
    }

    private static OptionalDouble positive(RadioSpec spec, String key) {
        return spec.has(key) ? OptionalDouble.of(spec.number(key, 0, Double.MIN_NORMAL, MOST_HZ)) : OptionalDouble.empty();
    }
}
