// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.ReceivedFrame;

/**
 * The frames of a stream without end to transmissions, one after the other, with memory for two pictures.
 *
 * <p>A transmission is over when it is complete, when a burst of another one comes, after silence, or at the end. Bursts of the one that was
 * over last are duplicates or late, and never begin it anew, until the silence is long enough for its number to be used again. Time is
 * that of the stream, so a replay ends transmissions where the first reception did. Used by one thread.
 */
public final class Collector {

    private static final int NUMBERS = 1 << 16;

    private final Bandwidth bandwidth;
    private final int model;
    private final long patienceSamples;
    private Reassembler open;
    private FrameHeader first;
    /** The transmission that was over last, as long as its bursts may still come. */
    private Reassembler last;
    private int lastNumber = -1;
    private long heardAt;
    private int otherModelId;

    private long complete;
    private long incomplete;
    private long missed;
    private long received;
    private long lost;
    private long duplicates;
    private long broken;
    private long foreign;
    private long otherModel;

    /**
     * @param model           identity of the receiver's model
     * @param patienceSamples silence after which a transmission is over
     */
    public Collector(Bandwidth bandwidth, int model, long patienceSamples) {
        this.bandwidth = bandwidth;
        this.model = model;
        this.patienceSamples = patienceSamples;
    }

    /** Takes the next frame; the transmissions that are over by it, in order: none, one or two. */
    public List<Collected> add(ReceivedFrame frame) {
        List<Collected> over = new ArrayList<>();
        if (frame.header().isEmpty() || frame.payload().isEmpty()) {
            broken++;
            return over;
        }
        FrameHeader header = frame.header().get();
        advance(frame.link().firstSample()).ifPresent(over::add);
        if (last != null && last.isOf(header)) {
            heardAt = frame.link().firstSample();
            duplicates++;
        } else if (open != null && open.isOf(header)) {
            take(open, frame);
        } else {
            begin(header, frame, over);
        }
        if (open != null && open.complete()) {
            over.add(close(Ending.COMPLETE));
        }
        return over;
    }

    private void begin(FrameHeader header, ReceivedFrame frame, List<Collected> over) {
        Reassembler next = new Reassembler(bandwidth, model);
        if (!next.add(frame)) {
            otherModel += next.otherModel().isPresent() ? 1 : 0;
            foreign += next.otherModel().isPresent() ? 0 : 1;
            otherModelId = next.otherModel().orElse(otherModelId);
            return;
        }
        if (open != null) {
            over.add(close(Ending.NEWER));
        }
        int skipped = Math.floorMod(header.transmission() - lastNumber - 1, NUMBERS);
        // A number that went back is a transmitter that began anew, not half a circle of losses.
        missed += lastNumber >= 0 && skipped < NUMBERS / 2 ? skipped : 0;
        open = next;
        first = header;
        lastNumber = header.transmission();
        received++;
        heardAt = frame.link().firstSample();
    }

    private void take(Reassembler reassembler, ReceivedFrame frame) {
        heardAt = frame.link().firstSample();
        if (reassembler.add(frame)) {
            received++;
        } else {
            duplicates++;
        }
    }

    /** Tells how far the stream has come; the transmission that is over by the silence since its last burst. */
    public Optional<Collected> advance(long sample) {
        if (sample - heardAt <= patienceSamples) {
            return Optional.empty();
        }
        Optional<Collected> over = open == null ? Optional.empty() : Optional.of(close(Ending.SILENCE));
        last = null;
        return over;
    }

    /** Ends the reception; the transmission that was still open. */
    public Optional<Collected> finish() {
        return open == null ? Optional.empty() : Optional.of(close(Ending.END));
    }

    private Collected close(Ending ending) {
        Reassembly reassembly = open.result().orElseThrow();
        int missing = reassembly.framesExpected() - reassembly.framesReceived();
        lost += missing;
        complete += missing == 0 ? 1 : 0;
        incomplete += missing == 0 ? 0 : 1;
        Collected over = new Collected(first.transmission(), reassembly, ending);
        last = open;
        open = null;
        return over;
    }

    /** Transmissions of which at least one burst arrived. */
    public long begun() {
        return complete + incomplete + (open == null ? 0 : 1);
    }

    /** What was heard and missed so far. */
    public FrameCounts counts() {
        return new FrameCounts(complete, incomplete, missed, received, lost, duplicates, broken, foreign, otherModel);
    }

    /** Identity of the model that refused bursts were made with last; 0 if there were none. */
    public int otherModelId() {
        return otherModelId;
    }
}
