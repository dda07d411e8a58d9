// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.radio.waveform.FrameHeader;

/**
 * What a receiver must know about a picture before it can undo the line; it travels in every burst's header.
 *
 * <p>Layout, big-endian, {@value FrameHeader#METADATA_BYTES} bytes: version (1), width (2), height (2), model (4), scale (float32),
 * clip level (float32), interleaver seed (4), content hash (8), ratio (2), zero (1).
 *
 * @param width       of the picture, 1 to 65535 pixels
 * @param height      of the picture, 1 to 65535 pixels
 * @param model       first four bytes of the model's SHA-256: codec and denoiser must be the transmitter's
 * @param scale       transmit scale {@code a} of {@link org.semlink.codec.SymbolMapping}, positive
 * @param clip        level at which the transmitter clips reals, in units of their rms
 * @param seed        of interleaver and sign scrambler
 * @param contentHash first eight bytes of the SHA-256 of the picture's pixels, see {@link ContentHash}
 * @param ratio       denominator of the bandwidth ratio, to 65535; 0 for the codec's own, at which the latent is sent as it is
 */
public record PictureHeader(int width, int height, int model, float scale, float clip, int seed, long contentHash, int ratio) {

    /** Version of the layout. */
    public static final int VERSION = 1;
    /** Largest side that the header can say. */
    public static final int MAX_SIDE = 0xffff;

    private static final int SPARE = 1;

    public PictureHeader {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("sides must be 1 to " + MAX_SIDE + ", got " + width + "x" + height);
        }
        if (ratio < 0 || ratio > 0xffff) {
            throw new IllegalArgumentException("ratio must be 0 to 65535, got " + ratio);
        }
        if (!(scale > 0) || Float.isInfinite(scale) || !(clip > 0)) {
            throw new IllegalArgumentException("scale and clip level must be positive, got " + scale + " and " + clip);
        }
    }

    /** Whether the latent travels as it is. */
    public boolean hasOwnRatio() {
        return ratio == 0;
    }

    /** The bandwidth ratio, where {@code bandwidth} is that of the model. */
    public BandwidthRatio ratio(Bandwidth bandwidth) {
        return hasOwnRatio() ? bandwidth.own() : new BandwidthRatio(ratio);
    }

    /** How a header says a ratio. */
    static int code(BandwidthRatio ratio, Bandwidth bandwidth) {
        return ratio.equals(bandwidth.own()) ? 0 : ratio.denominator();
    }

    /** The metadata of a burst. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(FrameHeader.METADATA_BYTES)
                .put((byte) VERSION).putShort((short) width).putShort((short) height).putInt(model)
                .putFloat(scale).putFloat(clip).putInt(seed).putLong(contentHash).putShort((short) ratio).array();
    }

    /** The header that {@code metadata} holds; empty when it is not one of this version. */
    public static Optional<PictureHeader> parse(byte[] metadata) {
        ByteBuffer in = ByteBuffer.wrap(metadata);
        if (metadata.length != FrameHeader.METADATA_BYTES || in.get() != VERSION) {
            return Optional.empty();
        }
        int width = Short.toUnsignedInt(in.getShort());
        int height = Short.toUnsignedInt(in.getShort());
        int model = in.getInt();
        float scale = in.getFloat();
        float clip = in.getFloat();
        int seed = in.getInt();
        long contentHash = in.getLong();
        int ratio = Short.toUnsignedInt(in.getShort());
        boolean spareIsZero = true;
        for (int i = 0; i < SPARE; i++) {
            spareIsZero &= in.get() == 0;
        }
        if (!spareIsZero || width < 1 || height < 1 || !(scale > 0 && scale <= SymbolMapper.MAX_SCALE) || !(clip >= 1)) {
            return Optional.empty();
        }
        return Optional.of(new PictureHeader(width, height, model, scale, clip, seed, contentHash, ratio));
    }
}
