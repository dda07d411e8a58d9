// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.SymbolMapping;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.metric.LatentError;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.testbench.line.PictureHeader;
import org.semlink.testbench.line.Reassembler;
import org.semlink.testbench.line.Reassembly;

/**
 * The picture that is coming in, put together a second time from the bursts, in the time of whoever looks: the receiver only hands
 * bursts over.
 *
 * <p>A backlog beyond {@value #MOST_SYMBOLS} symbols is dropped, which shows as holes. Safe for threads.
 */
final class IncomingPicture {

    private static final long MOST_SYMBOLS = 1 << 18;

    /** A codec as far as this needs it. */
    private record Known(LatentFormat format, QuickLook look) {
    }

    private final Map<Integer, Known> codecs = new ConcurrentHashMap<>();
    private final ArrayDeque<ReceivedFrame> backlog = new ArrayDeque<>();
    private long backlogSymbols;
    private Reassembler open;
    private int openModel;

    void codec(int model, LatentFormat format, QuickLook look) {
        codecs.put(model, new Known(format, look));
    }

    /** The likeness of codec {@code model}'s latents, where there is one. */
    Optional<QuickLook> look(int model) {
        return Optional.ofNullable(codecs.get(model)).map(Known::look).filter(QuickLook::shows);
    }

    /** Takes a burst; quick. */
    void add(ReceivedFrame frame) {
        if (frame.header().isEmpty() || frame.payload().isEmpty()) {
            return;
        }
        synchronized (backlog) {
            backlog.add(frame);
            backlogSymbols += frame.payload().get().length();
            while (backlogSymbols > MOST_SYMBOLS) {
                backlogSymbols -= backlog.remove().payload().orElseThrow().length();
            }
        }
    }

    /** What the bursts since the last call make of the picture; empty when there were none that show anything. */
    synchronized Optional<Picture> next() {
        boolean grown = false;
        for (ReceivedFrame frame = poll(); frame != null; frame = poll()) {
            grown |= take(frame);
        }
        return grown ? open.result().map(this::draw) : Optional.empty();
    }

    private ReceivedFrame poll() {
        synchronized (backlog) {
            ReceivedFrame frame = backlog.poll();
            backlogSymbols -= frame == null ? 0 : frame.payload().orElseThrow().length();
            return frame;
        }
    }

    private boolean take(ReceivedFrame frame) {
        FrameHeader header = frame.header().orElseThrow();
        if (open == null || !open.isOf(header)) {
            Optional<PictureHeader> picture = PictureHeader.parse(header.metadata());
            if (picture.isEmpty() || look(picture.get().model()).isEmpty()) {
                return false;
            }
            openModel = picture.get().model();
            // What was down-sampled before sending has no quick likeness: its bursts are strays here, and the picture shows once it is restored.
            open = new Reassembler(Bandwidth.none(codecs.get(openModel).format()), openModel);
        }
        return open.add(frame);
    }

    /** Shrunk as a linear receiver would: what has not come is grey, what is noisy is pale. */
    private Picture draw(Reassembly soFar) {
        Known codec = codecs.get(openModel);
        PictureHeader header = soFar.header();
        NoisyLatent noisy = new SymbolMapper(codec.format(), header.clip()).unmap(soFar.symbols().symbols(), soFar.symbols().noiseVariance(),
                new SymbolMapping(codec.format().shapeFor(header.width(), header.height()), header.scale(), header.seed()), soFar.snr());
        Latent shrunk = LatentError.shrink(noisy);
        return codec.look().of(shrunk);
    }
}
