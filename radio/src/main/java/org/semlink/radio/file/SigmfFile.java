// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.semlink.common.SemlinkException;

/**
 * A SigMF recording: {@code NAME.sigmf-meta} (JSON) and {@code NAME.sigmf-data} (samples) side by side, named by either.
 *
 * <p>Layout and field names: SigMF specification 1.2, https://sigmf.org. Archives and data sets under other names are not read.
 */
public final class SigmfFile {

    private static final String META = ".sigmf-meta";
    private static final String DATA = ".sigmf-data";

    private final Path meta;
    private final Path data;

    /** The pair that {@code path}, ending in .sigmf-meta or .sigmf-data, belongs to. */
    public SigmfFile(Path path) {
        if (!isSigmf(path)) {
            throw new IllegalArgumentException("need a name ending in " + META + " or " + DATA + ", got " + path);
        }
        String text = path.getFileName().toString();
        String name = text.substring(0, text.length() - META.length());
        this.meta = path.resolveSibling(name + META);
        this.data = path.resolveSibling(name + DATA);
    }

    /** Whether a file of this name belongs to a SigMF recording. */
    public static boolean isSigmf(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(META) || name.endsWith(DATA);
    }

    public Path meta() {
        return meta;
    }

    public Path data() {
        return data;
    }

    /**
     * The metadata, checked against themselves and against the samples: starts and lengths within the recording, digest equal.
     *
     * <p>Anything missing, contradictory or not supported is an input error. Reads the samples once if a digest is given.
     */
    public SigmfMetadata read() {
        RecordingFiles.requireFile(meta);
        SigmfMetadata metadata = SigmfJson.read(meta);
        RecordingFiles.requireFile(data);
        long samples;
        try (SampleReader reader = new SampleReader(data, metadata.format())) {
            samples = reader.samples();
        }
        for (SigmfCapture capture : metadata.captures()) {
            require(capture.sampleStart() <= samples, () -> "a capture starts at sample " + capture.sampleStart(), samples);
        }
        for (SigmfAnnotation a : metadata.annotations()) {
            // Subtracted, because a start and a length near 2^63 would overflow a sum.
            require(a.sampleStart() <= samples && a.sampleCount() <= samples - a.sampleStart(),
                    () -> "an annotation starts at sample " + a.sampleStart() + " and has " + a.sampleCount(), samples);
        }
        metadata.sha512().ifPresent(expected -> {
            String actual = RecordingFiles.sha512(data);
            if (!actual.equals(expected)) {
                throw SemlinkException.input("%s has SHA-512 %s..., but core:sha512 in its metadata is %s...; the samples are "
                        + "not those that were recorded: fetch the recording again", data, actual.substring(0, 16),
                        expected.substring(0, 16));
            }
        });
        return metadata;
    }

    private void require(boolean held, Supplier<String> found, long samples) {
        if (!held) {
            throw SemlinkException.input("%s contradicts its samples: %s, but %s has only %s; fetch the whole recording again", meta,
                    found.get(), data.getFileName(), samples);
        }
    }

    /** Writes the metadata, whole or not at all; the samples should be in their place already. */
    public void write(SigmfMetadata metadata) {
        SigmfJson.write(meta, metadata);
    }

    /** Whether any file of the pair exists. */
    public boolean exists() {
        return Files.exists(meta) || Files.exists(data);
    }
}
