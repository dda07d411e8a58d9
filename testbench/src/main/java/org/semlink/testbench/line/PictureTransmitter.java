// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;
import org.semlink.common.Seeds;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.Waveform;

/** The transmitting half of the line: picture to latent to symbols to bursts. Used by one thread. */
public final class PictureTransmitter {

    private static final int MAX_FRAMES = 0xffff;

    private final ImageCodec codec;
    private final Bandwidth bandwidth;
    private final BandwidthRatio ratio;
    private final int model;
    private final Waveform waveform;
    private final float clip;
    /** The picture judged last, its ratio and its ceiling: the trials of a picture follow each other. */
    private Picture judged;
    private BandwidthRatio judgedAt;
    private Picture ceiling;
    /** The picture sent last, and its hash. */
    private Picture hashed;
    private long hashOfHashed;

    /** Sends latents as they are. */
    public PictureTransmitter(ImageCodec codec, int model, Waveform waveform, double clip) {
        this(codec, Bandwidth.none(codec.format()), Bandwidth.none(codec.format()).own(), model, waveform, clip);
    }

    /**
     * @param ratio one of those of {@code bandwidth}
     * @param model identity that the receiver checks its own model against
     * @param clip  see {@link SymbolMapper}
     */
    public PictureTransmitter(ImageCodec codec, Bandwidth bandwidth, BandwidthRatio ratio, int model, Waveform waveform, double clip) {
        this.codec = codec;
        this.bandwidth = bandwidth;
        this.ratio = ratio;
        this.model = model;
        this.waveform = waveform;
        this.clip = (float) clip;
    }

    /**
     * The bursts of one picture.
     *
     * @param number of this transmission on the link, 0 to 65535
     * @param seed   the trial's; interleaver and scrambler draw from a child of it
     */
    public Transmission prepare(Picture picture, int number, long seed, Stopwatch stopwatch) {
        if (picture.width() > PictureHeader.MAX_SIDE || picture.height() > PictureHeader.MAX_SIDE) {
            throw SemlinkException.input("picture sides must be at most %d pixels, got %dx%d; scale it down", PictureHeader.MAX_SIDE,
                    picture.width(), picture.height());
        }
        Latent latent = stopwatch.time("encode", () -> codec.encode(picture));
        long hash = stopwatch.time("hash", () -> hash(picture));
        return stopwatch.time("modulate", () -> modulate(picture, hash, latent, ratio, number, (int) Seeds.child(seed, "interleaver"), clip));
    }

    private long hash(Picture picture) {
        if (picture != hashed) {
            hashOfHashed = ContentHash.of(picture);
            hashed = picture;
        }
        return hashOfHashed;
    }

    /** What a transmitter with this codec sent that announced {@code header} of a picture which is at hand here. */
    public Truth truth(Picture picture, PictureHeader header, int number) {
        return truth(picture, modulate(picture, header.contentHash(), codec.encode(picture), header.ratio(bandwidth), number, header.seed(), header.clip()));
    }

    /** What was sent, to judge a reception by. */
    public Truth truth(Picture picture, Transmission sent) {
        return new Truth(picture, sent, ceiling(picture, sent));
    }

    /** Several threads may restore pictures at the same time. */
    private synchronized Picture ceiling(Picture picture, Transmission sent) {
        BandwidthRatio at = sent.header().ratio(bandwidth);
        if (picture != judged || !at.equals(judgedAt)) {
            ceiling = codec.decode(bandwidth.ceiling(sent.latent(), at), picture.width(), picture.height());
            judged = picture;
            judgedAt = at;
        }
        return ceiling;
    }

    private Transmission modulate(Picture picture, long hash, Latent latent, BandwidthRatio at, int number, int shuffle, float clip) {
        MappedLatent mapped = new SymbolMapper(bandwidth.format(at).orElseThrow(), clip).map(bandwidth.compress(latent, at), shuffle);
        PictureHeader header = new PictureHeader(picture.width(), picture.height(), model, mapped.mapping().scale(), clip, shuffle,
                hash, PictureHeader.code(at, bandwidth));
        Framing framing = Framing.of(mapped.mapping().symbols(), waveform.maxPayloadSymbols());
        if (framing.count() > MAX_FRAMES) {
            throw SemlinkException.input("picture needs %d bursts, a transmission has at most %d; scale it down", framing.count(), MAX_FRAMES);
        }
        byte[] metadata = header.toBytes();
        List<Iq> bursts = new ArrayList<>();
        for (int i = 0; i < framing.count(); i++) {
            float[] slice = Arrays.copyOfRange(mapped.symbols(), 2 * framing.start(i), 2 * framing.start(i + 1));
            bursts.add(waveform.modulate(new FrameHeader(number, i, framing.count(), framing.length(i), metadata), slice));
        }
        return new Transmission(header, latent, mapped, framing, bursts);
    }
}
