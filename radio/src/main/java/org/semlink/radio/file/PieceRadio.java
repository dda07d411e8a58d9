// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.ReceivedSamples;

/**
 * A recording in pieces, replayed as the one stream that it was: one piece is open at a time, the next follows without a gap.
 *
 * <p>Pieces of SigMF say where in the stream they begin, so a piece that is missing among them is a loss of its samples; those of raw
 * formats just follow each other. Reads only.
 */
final class PieceRadio implements Radio {

    private final RadioSpec spec;
    private final List<Path> pieces;
    private final RadioContext context;
    private final boolean numbered;
    private FileRadio open;
    private int piece;
    /** Samples of pieces that do not say where in the stream they begin. */
    private long offset;
    private long streamEnd = -1;
    private long notFinite;

    /** @param pieces oldest first, at least one */
    PieceRadio(RadioSpec spec, List<Path> pieces, RadioContext context) {
        this.spec = spec;
        this.pieces = pieces;
        this.context = context;
        this.numbered = SigmfFile.isSigmf(pieces.get(0));
        this.open = open(0);
    }

    private FileRadio open(int index) {
        return new FileRadio(spec.with("path", pieces.get(index).toString()).with("mode", "read"), context);
    }

    @Override
    public double sampleRateHz() {
        return context.sampleRateHz();
    }

    /** {@inheritDoc} Nothing in a recording is random or lost. */
    @Override
    public void beginTrial(long seed) {
    }

    @Override
    public void transmit(Iq burst) {
        throw SemlinkException.input("recording %s is in %d pieces and is replayed, so it cannot be transmitted to; name a new file, or add "
                + "mode=write to make one of that name",
                spec.text("path").orElseThrow(), pieces.size());
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        ReceivedSamples received = open.receive(maxSamples, timeout);
        while (received.ended() && piece + 1 < pieces.size()) {
            next();
            received = open.receive(maxSamples, timeout);
        }
        if (!received.arrived()) {
            return received;
        }
        Iq iq = received.iq();
        Iq placed = numbered ? iq : new Iq(iq.samples(), iq.sampleRateHz(), offset + iq.firstSample());
        // Within a piece this is what its captures say; between pieces no capture could.
        long lost = streamEnd < 0 ? received.lostBefore() : Math.max(0, placed.firstSample() - streamEnd);
        streamEnd = placed.firstSample() + placed.length();
        return ReceivedSamples.of(placed, lost);
    }

    private void next() {
        offset = Math.max(0, streamEnd);
        notFinite += notFinite(open);
        open.close();
        open = open(++piece);
    }

    private static long notFinite(FileRadio radio) {
        return (Long) radio.description().get("samples_not_finite");
    }

    @Override
    public RadioCounters counters() {
        return RadioCounters.NONE;
    }

    /** That of the piece being replayed, under the name of the whole. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>(open.description());
        all.put("radio", spec.toString());
        all.put("samples_not_finite", notFinite + notFinite(open));
        all.put("piece", piece + 1);
        all.put("pieces", pieces.size());
        return all;
    }

    /** {@inheritDoc} A recording does not know it. */
    @Override
    public OptionalDouble trueSnr() {
        return OptionalDouble.empty();
    }

    @Override
    public void close() {
        open.close();
    }
}
