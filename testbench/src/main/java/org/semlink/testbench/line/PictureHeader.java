// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.semlink.radio.waveform.FrameHeader;

/**
 * What a receiver must know about a picture before it can undo the line; it travels in every burst's header.
 *
 * <p>Layout, big-endian, {@value FrameHeader#METADATA_BYTES} bytes: version (1), width (2), height (2), model (4), scale (float32),
 * clip level (float32), interleaver seed (4), content hash (8), zeros (3).
 *
 * @param width       of the picture, 1 to 65535 pixels
 * @param height      of the picture, 1 to 65535 pixels
 * @param model       first four bytes of the model's SHA-256: codec and denoiser must be the transmitter's
 * @param scale       transmit scale {@code a} of {@link org.semlink.codec.SymbolMapping}, positive
 * @param clip        level at which the transmitter clips reals, in units of their rms
 * @param seed        of interleaver and sign scrambler
 * @param contentHash first eight bytes of the SHA-256 of the picture's pixels, see {@link ContentHash}
 */
public record PictureHeader(int width, int height, int model, float scale, float clip, int seed, long contentHash) {

    /** Version of the layout. */
    public static final int VERSION = 1;
    /** Largest side that the header can say. */
    public static final int MAX_SIDE = 0xffff;

    private static final int SPARE = 3;

    public PictureHeader {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("sides must be 1 to " + MAX_SIDE + ", got " + width + "x" + height);
        }
        if (!(scale > 0) || Float.isInfinite(scale) || !(clip > 0)) {
            throw new IllegalArgumentException("scale and clip level must be positive, got " + scale + " and " + clip);
        }
    }

    /** The metadata of a burst. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(FrameHeader.METADATA_BYTES)
                .put((byte) VERSION).putShort((short) width).putShort((short) height).putInt(model)
                .putFloat(scale).putFloat(clip).putInt(seed).putLong(contentHash).array();
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
        boolean spareIsZero = true;
        for (int i = 0; i < SPARE; i++) {
            spareIsZero &= in.get() == 0;
        }
        if (!spareIsZero || width < 1 || height < 1 || !(scale > 0) || Float.isInfinite(scale) || !(clip > 0)) {
            return Optional.empty();
        }
        return Optional.of(new PictureHeader(width, height, model, scale, clip, seed, contentHash));
    }
}
