// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.SampleFormat;

/**
 * Records a stream of samples, in one file or in pieces, and what is found in it.
 *
 * <p>Pieces follow each other without a gap; every piece of SigMF says by {@code core:global_index} where in the stream it begins, and has its own
 * annotations. A burst is found only after it has passed, so a piece is put in its place when the first burst behind it is found, or when the
 * piece after it is full: two are open at most. Used by one thread.
 */
final class StreamRecorder implements AutoCloseable {

    private final Path path;
    private final Function<Path, Recorder> recorders;
    private final long pieceSamples;
    private final int keep;
    private Recorder current;
    private Recorder previous;
    private long currentStart;
    private int number;
    private long next = -1;

    /**
     * @param path  of the whole; those of pieces follow from it
     * @param limit of a piece; empty for a single file
     */
    StreamRecorder(Path path, SampleFormat format, double sampleRateHz, OptionalDouble frequencyHz, String hardware, Map<String, Object> settings,
            Optional<PieceLimit> limit) {
        this.path = path;
        this.recorders = file -> new Recorder(file, format, sampleRateHz, frequencyHz, Optional.of(hardware), settings);
        this.pieceSamples = limit.map(l -> l.samples(sampleRateHz, format)).orElse(Long.MAX_VALUE);
        this.keep = limit.map(PieceLimit::keep).orElse(Integer.MAX_VALUE);
        if (limit.isEmpty()) {
            current = recorders.apply(path);
            return;
        }
        List<Path> earlier = RecordingPieces.of(path);
        if (!earlier.isEmpty()) {
            throw SemlinkException.input("recording %s has pieces already, such as %s; move them away or choose another name", path, earlier.get(0));
        }
        current = recorders.apply(RecordingPieces.piece(path, ++number));
    }

    /** Appends what came next; samples lost before it begin a new capture. */
    void write(Iq iq) {
        for (int done = 0; done < iq.length();) {
            if (current.samples().samples() >= pieceSamples) {
                beginPiece();
            }
            long at = iq.firstSample() + done;
            if (at != next) {
                currentStart = current.samples().samples() == 0 ? at : currentStart;
                current.resume(at);
            }
            int count = (int) Math.min(iq.length() - done, pieceSamples - current.samples().samples());
            current.samples().write(iq.samples(), 2 * done, count);
            done += count;
            next = at + count;
        }
    }

    private void beginPiece() {
        closePrevious();
        if (number >= keep) {
            RecordingPieces.delete(RecordingPieces.piece(path, number - keep + 1));
        }
        previous = current;
        current = recorders.apply(RecordingPieces.piece(path, ++number));
        next = -1;
    }

    /** What comes next begins a new capture, wherever in the stream it says it is. */
    void interrupted() {
        next = -1;
    }

    /** Notes what was found from one index in the stream to before another, in the piece where it begins. */
    void annotate(long from, long end, String label, Map<String, Object> values) {
        if (previous != null && from >= currentStart) {
            closePrevious();
        }
        Recorder recorder = previous == null ? current : previous;
        long start = recorder.place(from);
        recorder.annotate(new SigmfAnnotation(start, Math.max(0, recorder.place(end) - start), label, values));
    }

    private void closePrevious() {
        if (previous != null) {
            previous.close();
            previous = null;
        }
    }

    /** Puts what is recorded in its place. */
    @Override
    public void close() {
        try {
            closePrevious();
        } finally {
            current.close();
        }
    }
}
