// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import java.util.Map;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;

/**
 * The pretrained TAEF2 auto-encoder as an {@link ImageCodec}: 32 channels at 1/8 of the resolution, standardised by {@link LatentStatistics}.
 *
 * <p>Weights: encoder and decoder safetensors of github.com/madebyollin/taesd (MIT), which users fetch.
 */
public final class Taef2Codec implements ImageCodec {

    /** Latent channels. */
    public static final int CHANNELS = 32;
    /** Pixels per latent position. */
    public static final int STRIDE = 8;

    private final Taef2Network network;
    private final LatentStatistics statistics;

    /**
     * @param encoder       weights by name
     * @param encoderSource what error messages call their file
     */
    public Taef2Codec(Compute compute, Map<String, StoredTensor> encoder, String encoderSource, Map<String, StoredTensor> decoder,
            String decoderSource, LatentStatistics statistics) {
        this(new Taef2Network(compute, encoder, encoderSource, decoder, decoderSource, Tiles.SIDE), statistics);
    }

    Taef2Codec(Taef2Network network, LatentStatistics statistics) {
        this.network = network;
        this.statistics = statistics;
    }

    @Override
    public LatentFormat format() {
        return statistics.format(STRIDE);
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format().shapeFor(picture.width(), picture.height());
        Picture padded = picture.resizedCanvas(shape.width() * STRIDE, shape.height() * STRIDE);
        return new Latent(shape, statistics.standardise(network.encode(padded.samples(), shape.height(), shape.width())));
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        float[] pixels = network.decode(statistics.restore(latent.values()), shape.height(), shape.width());
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(0, Math.min(1, pixels[i]));
        }
        return new Picture(shape.width() * STRIDE, shape.height() * STRIDE, pixels).resizedCanvas(width, height);
    }

    @Override
    public void close() {
        network.close();
    }
}
