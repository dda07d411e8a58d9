// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapping;
import org.semlink.codec.SymbolReader;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;
import org.semlink.testbench.line.PictureHeader;
import org.semlink.testbench.line.Reassembler;

/**
 * The picture that is coming in, put together a second time from the bursts, in the time of whoever looks: the receiver only hands
 * bursts over.
 *
 * <p>A backlog beyond {@value #MOST_SYMBOLS} symbols is dropped, which shows as holes; of several pictures that came since the last look only the
 * newest is put together. At most {@value #MOST_SIDE} latent positions a side are drawn. Safe for threads.
 */
final class IncomingPicture {

    private static final long MOST_SYMBOLS = 1 << 17;
    private static final int MOST_SIDE = 128;

    private final Map<Integer, Likenesses> codecs = new ConcurrentHashMap<>();
    private final Object handover = new Object();
    private ArrayDeque<ReceivedFrame> backlog = new ArrayDeque<>();
    private long backlogSymbols;
    private Open open;
    private boolean grown;

    /** A transmission whose bursts come in, and what is needed to draw it. */
    private record Open(Reassembler bursts, SymbolReader reader, QuickLook look) {
    }

    void codec(int model, Likenesses likenesses) {
        codecs.put(model, likenesses);
    }

    /** The likeness of model {@code model}'s latents, where there is one. */
    Optional<QuickLook> look(int model) {
        return Optional.ofNullable(codecs.get(model)).flatMap(Likenesses::ofLatents);
    }

    /** Takes a burst; quick. */
    void add(ReceivedFrame frame) {
        if (frame.header().isEmpty() || frame.payload().isEmpty()) {
            return;
        }
        synchronized (handover) {
            backlog.add(frame);
            backlogSymbols += frame.payload().get().length();
            while (backlogSymbols > MOST_SYMBOLS) {
                backlogSymbols -= backlog.remove().payload().orElseThrow().length();
            }
        }
    }

    /** Puts what came since the last call where it belongs. */
    synchronized void take() {
        ArrayDeque<ReceivedFrame> taken;
        synchronized (handover) {
            if (backlog.isEmpty()) {
                return;
            }
            taken = backlog;
            backlog = new ArrayDeque<>();
            backlogSymbols = 0;
        }
        FrameHeader newest = taken.getLast().header().orElseThrow();
        for (ReceivedFrame frame : taken) {
            // A transmission that is over already would be drawn over at once.
            if (frame.header().orElseThrow().transmission() == newest.transmission()) {
                grown |= take(frame);
            }
        }
    }

    private boolean take(ReceivedFrame frame) {
        if (open != null && open.bursts.isOf(frame.header().orElseThrow())) {
            return open.bursts.add(frame);
        }
        Optional<Open> next = begin(frame);
        open = next.orElse(open);
        return next.isPresent();
    }

    private Optional<Open> begin(ReceivedFrame frame) {
        Optional<PictureHeader> header = PictureHeader.parse(frame.header().orElseThrow().metadata());
        Likenesses codec = header.map(h -> codecs.get(h.model())).orElse(null);
        Optional<QuickLook> look = codec == null ? Optional.empty() : codec.of(header.get().ratio(codec.bandwidth()));
        if (look.isEmpty()) {
            return Optional.empty();
        }
        PictureHeader picture = header.get();
        // Believes no header of a picture that could not be.
        Reassembler bursts = new Reassembler(codec.bandwidth(), picture.model());
        if (!bursts.add(frame)) {
            return Optional.empty();
        }
        LatentFormat format = codec.bandwidth().format(picture.ratio(codec.bandwidth())).orElseThrow();
        SymbolMapping mapping = new SymbolMapping(format.shapeFor(picture.width(), picture.height()), picture.scale(), picture.seed());
        return Optional.of(new Open(bursts, new SymbolReader(format, mapping), look.get()));
    }

    /** What has come of the picture; empty when that has not grown since the last time. */
    synchronized Optional<Picture> draw() {
        if (!grown) {
            return Optional.empty();
        }
        grown = false;
        return Optional.of(open.look.of(shrunk(open.reader, open.bursts.soFar())));
    }

    /** Shrunk as a linear receiver would: what has not come is grey, what is noisy is pale. Of large latents every second, third ... position. */
    private static Latent shrunk(SymbolReader reader, ReceivedSymbols soFar) {
        LatentShape whole = reader.shape();
        int step = 1 + (Math.max(whole.width(), whole.height()) - 1) / MOST_SIDE;
        LatentShape small = new LatentShape(whole.channels(), 1 + (whole.height() - 1) / step, 1 + (whole.width() - 1) / step);
        float[] values = new float[small.size()];
        int i = 0;
        for (int c = 0; c < small.channels(); c++) {
            for (int y = 0; y < small.height(); y++) {
                for (int x = 0; x < small.width(); x++) {
                    int k = (c * whole.height() + y * step) * whole.width() + x * step;
                    float variance = reader.variance(c, k, soFar.noiseVariance());
                    values[i++] = variance < Float.POSITIVE_INFINITY ? reader.value(c, k, soFar.symbols()) / (1 + variance) : 0;
                }
            }
        }
        return new Latent(small, values);
    }
}
