// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.semlink.radio.SampleFormat;

/**
 * Writes a recording of any length: samples as they come, and for SigMF the metadata at the close.
 *
 * <p>Both files appear whole, samples first. Metadata hold the settings given here, the digest, the annotations and, in our namespace,
 * {@code clipped_samples} and {@code samples_not_finite}, and how many captures and annotations were too many. Raw files have no place for
 * them. Used by one thread.
 */
public final class Recorder implements AutoCloseable {

    /** Of captures, and of annotations: about 40 MB together, which can be read back; a limit because they are held in memory. */
    private static final int MOST = 100_000;
    static final String CAPTURES_LEFT_OUT = "captures_left_out";

    private final Optional<SigmfFile> sigmf;
    private final SampleFormat format;
    private final double sampleRateHz;
    private final OptionalDouble frequencyHz;
    private final Optional<String> hardware;
    private final Map<String, Object> values;
    private final SampleWriter writer;
    private final List<SigmfCapture> captures = new ArrayList<>();
    private final List<SigmfAnnotation> annotations = new ArrayList<>();
    private long capturesLeftOut;
    private long annotationsLeftOut;
    private boolean closed;

    /**
     * Starts a recording in {@code path}, SigMF if its name is one of SigMF's.
     *
     * @param frequencyHz centre frequency
     * @param hardware    the radio, as {@code core:hw}
     * @param values      more settings, such as gains, as {@link SigmfMetadata#values()}
     */
    public Recorder(Path path, SampleFormat format, double sampleRateHz, OptionalDouble frequencyHz, Optional<String> hardware,
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

    /**
     * Says that the sample appended next has {@code globalIndex} in the stream that is recorded. Beyond {@value #MOST} times the newest takes
     * the place of the one before: what was lost in between then seems lost at once.
     */
    public void resume(long globalIndex) {
        if (captures.size() == MOST) {
            captures.remove(MOST - 1);
            capturesLeftOut++;
        }
        captures.add(new SigmfCapture(writer.samples(), frequencyHz, OptionalLong.of(globalIndex)));
    }

    /** Where in the recording the sample lies, or would lie, that has {@code globalIndex} in the stream. */
    public long place(long globalIndex) {
        for (int i = captures.size() - 1; i >= 0; i--) {
            long behind = globalIndex - captures.get(i).globalIndex().orElse(0);
            if (behind >= 0) {
                long end = i + 1 < captures.size() ? captures.get(i + 1).sampleStart() : writer.samples();
                return Math.min(captures.get(i).sampleStart() + behind, end);
            }
        }
        return Math.max(0, Math.min(globalIndex, writer.samples()));
    }

    /** Notes something about a stretch of the recording; of more than {@value #MOST} only the number is kept. */
    public void annotate(SigmfAnnotation annotation) {
        if (annotations.size() < MOST) {
            annotations.add(annotation);
        } else {
            annotationsLeftOut++;
        }
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
            if (capturesLeftOut > 0) {
                values.put(CAPTURES_LEFT_OUT, capturesLeftOut);
            }
            if (annotationsLeftOut > 0) {
                values.put("annotations_left_out", annotationsLeftOut);
            }
            sigmf.get().write(new SigmfMetadata(format, OptionalDouble.of(sampleRateHz), hardware, Optional.of(writer.sha512()), values,
                    captures.isEmpty() ? List.of(new SigmfCapture(0, frequencyHz)) : captures, sorted()));
        }
    }

    /** In order of their starts, within the recording, as SigMF asks. */
    private List<SigmfAnnotation> sorted() {
        return annotations.stream().sorted(Comparator.comparingLong(SigmfAnnotation::sampleStart)).map(a -> new SigmfAnnotation(a.sampleStart(),
                Math.min(a.sampleCount(), writer.samples() - a.sampleStart()), a.label(), a.values())).toList();
    }
}
