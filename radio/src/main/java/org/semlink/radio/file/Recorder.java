// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes a recording of any length: samples as they come, and for SigMF the metadata at the close.
 *
 * <p>Both files appear whole, samples first. Metadata hold the settings given here, the digest, the annotations and, in our namespace,
 * {@code clipped_samples} and {@code samples_not_finite}. Raw files have no place for them. Used by one thread.
 */
public final class Recorder implements AutoCloseable {

    private final Optional<SigmfFile> sigmf;
    private final RawFormat format;
    private final double sampleRateHz;
    private final OptionalDouble frequencyHz;
    private final Optional<String> hardware;
    private final Map<String, Object> values;
    private final SampleWriter writer;
    private final List<SigmfAnnotation> annotations = new ArrayList<>();
    private boolean closed;

    /**
     * Starts a recording in {@code path}, SigMF if its name is one of SigMF's.
     *
     * @param frequencyHz centre frequency
     * @param hardware    the radio, as {@code core:hw}
     * @param values      more settings, such as gains, as {@link SigmfMetadata#values()}
     */
    public Recorder(Path path, RawFormat format, double sampleRateHz, OptionalDouble frequencyHz, Optional<String> hardware,
            Map<String, Object> values) {
        this.sigmf = SigmfFile.isSigmf(path) ? Optional.of(new SigmfFile(path)) : Optional.empty();
        this.format = format;
        this.sampleRateHz = sampleRateHz;
        this.frequencyHz = frequencyHz;
        this.hardware = hardware;
        this.values = new LinkedHashMap<>(values);
        this.writer = new SampleWriter(sigmf.map(SigmfFile::data).orElse(path), format);
    }

    /** The samples' writer: append to it, ask it for its counts. */
    public SampleWriter samples() {
        return writer;
    }

    /** Notes something about a stretch of the recording, in order of the starts. */
    public void annotate(SigmfAnnotation annotation) {
        annotations.add(annotation);
    }

    /** Puts the recording in its place; after a failed write only the part of the samples remains. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        if (sigmf.isPresent() && writer.samples() > 0 && !writer.failed()) {
            values.put("clipped_samples", writer.clippedSamples());
            values.put("samples_not_finite", writer.notFiniteSamples());
            sigmf.get().write(new SigmfMetadata(format, OptionalDouble.of(sampleRateHz), hardware, Optional.of(writer.sha512()), values,
                    List.of(new SigmfCapture(0, frequencyHz)), annotations));
        }
    }
}
