// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.baseline;

import java.util.Arrays;
import java.util.Optional;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.baseline.ByteBudget;
import org.semlink.radio.digital.ChannelCode;

/**
 * A compressed picture under a channel code, in the same number of symbols as a latent would have: the digital baseline.
 *
 * <p>The "latent" holds the code's reals, {@value #SIDE}x{@value #SIDE} pixels being worth {@code channels} of them, so
 * {@code k/n = channels / 384}. The file is the best that fits what the code carries. {@link DigitalDecoder} corrects errors by what the receiver knows of the noise; a
 * picture whose checks fail, or that fits in no way, is mid-grey: that is the cliff.
 */
final class DigitalCodec implements ImageCodec {

    private static final int SIDE = 8;
    /** Noise variance that clean reals are decoded with. */
    private static final float CLEAN = 1e-5f;
    private static final float GREY = 0.5f;

    private final ByteBudget files;
    private final ChannelCode code;
    private final LatentFormat format;

    /** @param channels reals per block of 8x8 pixels */
    DigitalCodec(ByteBudget files, ChannelCode code, int channels) {
        this.files = files;
        this.code = code;
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        format = new LatentFormat(SIDE, ones, ones);
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        int capacity = code.capacity(shape.size());
        byte[] file = files.compress(picture, capacity).orElse(new byte[0]);
        return new Latent(shape, code.encode(Arrays.copyOf(file, capacity), shape.size()));
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        float[] variance = new float[latent.shape().size()];
        Arrays.fill(variance, CLEAN);
        ChannelCode.Decoded decoded = code.decode(latent.values(), variance);
        Optional<Picture> picture = decoded.intact() == 0 ? Optional.empty() : files.decompress(decoded.data(), decoded.intact(), width, height);
        return picture.orElseGet(() -> grey(width, height));
    }

    private static Picture grey(int width, int height) {
        float[] samples = new float[3 * width * height];
        Arrays.fill(samples, GREY);
        return new Picture(width, height, samples);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
