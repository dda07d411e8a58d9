// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.image.PictureReader;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

/**
 * Puts the bursts of one picture together again, knowing nothing but their headers and what formats the model's codes have.
 *
 * <p>The first frame whose header makes sense decides which transmission this is; frames that do not agree with it and frames with a broken
 * header are counted as strays, frames that have arrived before as duplicates. Symbols of bursts that never came have infinite noise variance. A header is only
 * believed if its frame count and payload length fit the picture's size, and that is one which a transmitter would read, so that a stray
 * header cannot ask for memory that no transmission of ours would need.
 */
public final class Reassembler {

    private final Bandwidth bandwidth;
    private final int model;
    private final List<LinkState> links = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> payloads = new ArrayList<>();
    private FrameHeader first;
    private PictureHeader header;
    private boolean[] arrived;
    private float[] symbols;
    private float[] variance;
    private int duplicates;
    private int strays;
    private PictureHeader otherModel;

    /** @param model identity of the receiver's model */
    public Reassembler(Bandwidth bandwidth, int model) {
        this.bandwidth = bandwidth;
        this.model = model;
    }

    /** Takes a frame, in any order; returns whether it is one of this transmission that had not arrived before. */
    public boolean add(ReceivedFrame frame) {
        if (frame.header().isEmpty() || frame.payload().isEmpty() || !belongs(frame.header().get(), frame.payload().get())) {
            strays++;
            return false;
        }
        if (arrived[frame.header().get().index()]) {
            duplicates++;
            return false;
        }
        place(frame.header().get(), frame.payload().get());
        links.add(frame.link());
        starts.add(framing().start(frame.header().get().index()));
        payloads.add(frame.payload().get().length());
        return true;
    }

    /** Whether {@code frame} says that it is of the transmission that this holds. */
    public boolean isOf(FrameHeader frame) {
        return header != null && frame.transmission() == first.transmission() && frame.count() == first.count()
                && Arrays.equals(frame.metadata(), first.metadata());
    }

    /** Whether every frame has arrived. */
    public boolean complete() {
        return header != null && links.size() == arrived.length;
    }

    /** The model that a frame was made with which was refused for that. */
    public Optional<Integer> otherModel() {
        return Optional.ofNullable(otherModel).map(PictureHeader::model);
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
        return Optional.of(new Reassembly(header, new ReceivedSymbols(symbols.clone(), variance.clone()), arrived.length, links, starts,
                payloads, duplicates, strays));
    }

    /** The symbols so far, which later bursts go on filling; null before the first burst of ours. */
    public ReceivedSymbols soFar() {
        return header == null ? null : new ReceivedSymbols(symbols, variance);
    }

    /** Nothing arrived of the picture that {@code header} describes: every symbol lost, for a caller that knows what was sent. */
    public Reassembly nothing(PictureHeader sent, int framesExpected) {
        int n = symbolsOf(sent);
        float[] lost = new float[n];
        Arrays.fill(lost, Float.POSITIVE_INFINITY);
        return new Reassembly(sent, new ReceivedSymbols(new float[2 * n], lost), framesExpected, List.of(), List.of(), List.of(), 0, strays);
    }

    private boolean belongs(FrameHeader frame, ReceivedSymbols payload) {
        return (header != null || begin(frame)) && isOf(frame) && payload.length() == framing().length(frame.index());
    }

    private void place(FrameHeader frame, ReceivedSymbols payload) {
        int start = framing().start(frame.index());
        arrived[frame.index()] = true;
        System.arraycopy(payload.symbols(), 0, symbols, 2 * start, payload.symbols().length);
        System.arraycopy(payload.noiseVariance(), 0, variance, start, payload.length());
    }

    private Framing framing() {
        return new Framing(variance.length, arrived.length);
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
        Optional<LatentFormat> format = bandwidth.format(parsed.get().ratio(bandwidth));
        if (format.isEmpty()) {
            return false;
        }
        long elements = (long) format.get().channels() * ceilDiv(parsed.get().width(), format.get()) * ceilDiv(parsed.get().height(), format.get());
        long total = (elements + 1) / 2;
        if ((long) parsed.get().width() * parsed.get().height() > PictureReader.MAX_PIXELS || frame.count() > total
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
        LatentShape shape = bandwidth.format(picture.ratio(bandwidth)).orElseThrow().shapeFor(picture.width(), picture.height());
        return (shape.size() + 1) / 2;
    }

    private static int ceilDiv(int pixels, LatentFormat format) {
        return (pixels + format.stride() - 1) / format.stride();
    }
}
