// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

/**
 * Puts the bursts of one picture together again, knowing nothing but their headers and the codec's format.
 *
 * <p>The first frame whose header makes sense decides which transmission this is; frames that do not agree with it, duplicates and
 * frames with a broken header are counted as strays. Symbols of bursts that never came have infinite noise variance. A header is only
 * believed if its frame count and payload length fit the picture's size, so that a stray header cannot ask for memory that no
 * transmission of ours would need.
 */
public final class Reassembler {

    private final LatentFormat format;
    private final int model;
    private final List<LinkState> links = new ArrayList<>();
    private final List<Integer> payloads = new ArrayList<>();
    private FrameHeader first;
    private PictureHeader header;
    private boolean[] arrived;
    private float[] symbols;
    private float[] variance;
    private int strays;
    private PictureHeader otherModel;

    /** @param model identity of the receiver's model */
    public Reassembler(LatentFormat format, int model) {
        this.format = format;
        this.model = model;
    }

    /** Takes a frame, in any order. */
    public void add(ReceivedFrame frame) {
        if (frame.header().isEmpty() || frame.payload().isEmpty() || !accept(frame.header().get(), frame.payload().get())) {
            strays++;
            return;
        }
        links.add(frame.link());
        payloads.add(frame.payload().get().length());
    }

    /**
     * What arrived so far; empty when no frame of ours did.
     *
     * <p>An input error when bursts arrived, but all of them made with another model.
     */
    public Optional<Reassembly> result() {
        if (header == null && otherModel != null) {
            throw SemlinkException.input("the picture was sent with model %08x, this receiver has %08x; give --model as the transmitter did",
                    otherModel.model(), model);
        }
        if (header == null) {
            return Optional.empty();
        }
        return Optional.of(new Reassembly(header, new ReceivedSymbols(symbols.clone(), variance.clone()), arrived.length, links, payloads,
                strays));
    }

    /** Nothing arrived of the picture that {@code header} describes: every symbol lost, for a caller that knows what was sent. */
    public Reassembly nothing(PictureHeader sent, int framesExpected) {
        int n = symbolsOf(sent);
        float[] lost = new float[n];
        Arrays.fill(lost, Float.POSITIVE_INFINITY);
        return new Reassembly(sent, new ReceivedSymbols(new float[2 * n], lost), framesExpected, List.of(), List.of(), strays);
    }

    private boolean accept(FrameHeader frame, ReceivedSymbols payload) {
        if (header == null && !begin(frame)) {
            return false;
        }
        Framing framing = new Framing(variance.length, arrived.length);
        if (frame.transmission() != first.transmission() || frame.count() != first.count()
                || !Arrays.equals(frame.metadata(), first.metadata()) || arrived[frame.index()]
                || payload.length() != framing.length(frame.index())) {
            return false;
        }
        arrived[frame.index()] = true;
        System.arraycopy(payload.symbols(), 0, symbols, 2 * framing.start(frame.index()), payload.symbols().length);
        System.arraycopy(payload.noiseVariance(), 0, variance, framing.start(frame.index()), payload.length());
        return true;
    }

    private boolean begin(FrameHeader frame) {
        Optional<PictureHeader> parsed = PictureHeader.parse(frame.metadata());
        if (parsed.isEmpty()) {
            return false;
        }
        if (parsed.get().model() != model) {
            otherModel = parsed.get();
            return false;
        }
        long elements = (long) format.channels() * ceilDiv(parsed.get().width()) * ceilDiv(parsed.get().height());
        long total = (elements + 1) / 2;
        if (total > Integer.MAX_VALUE / 2 || frame.count() > total
                || new Framing((int) total, frame.count()).length(frame.index()) != frame.payloadSymbols()) {
            return false;
        }
        first = frame;
        header = parsed.get();
        arrived = new boolean[frame.count()];
        symbols = new float[2 * (int) total];
        variance = new float[(int) total];
        Arrays.fill(variance, Float.POSITIVE_INFINITY);
        return true;
    }

    private int symbolsOf(PictureHeader picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        return (shape.size() + 1) / 2;
    }

    private int ceilDiv(int pixels) {
        return (pixels + format.stride() - 1) / format.stride();
    }
}
