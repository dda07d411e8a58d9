// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.torchscript;

import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.TorchScript;

/**
 * Any PyTorch user's auto-encoder, exported as two TorchScript files.
 *
 * <p>Encoder: pixels [1, 3, H, W] in [0, 1], sides whole strides, to the raw latent [1, C, H / stride, W / stride]. Decoder: the way back,
 * clamped here. Raw values are standardised by {@link LatentStatistics}.
 */
public final class TorchScriptCodec implements ImageCodec {

    private final TorchScript encoder;
    private final TorchScript decoder;
    private final LatentStatistics statistics;
    private final LatentFormat format;

    /** @param encoderName what error messages call the encoder's file */
    public TorchScriptCodec(Compute compute, byte[] encoder, String encoderName, byte[] decoder, String decoderName, int stride,
            LatentStatistics statistics) {
        this.statistics = statistics;
        format = statistics.format(stride);
        this.encoder = new TorchScript(compute, encoder, encoderName);
        this.decoder = new TorchScript(compute, decoder, decoderName);
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        int width = shape.width() * format.stride();
        int height = shape.height() * format.stride();
        float[] raw = encoder.apply(shape(shape), new TorchScript.Values(picture.resizedCanvas(width, height).samples(), 1, 3, height, width));
        return new Latent(shape, statistics.standardise(raw));
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        int wide = shape.width() * format.stride();
        int high = shape.height() * format.stride();
        float[] pixels = decoder.apply(new long[] {1, 3, high, wide}, new TorchScript.Values(statistics.restore(latent.values()), shape(shape)));
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(0, Math.min(1, pixels[i]));
        }
        return new Picture(wide, high, pixels).resizedCanvas(width, height);
    }

    private static long[] shape(LatentShape shape) {
        return new long[] {1, shape.channels(), shape.height(), shape.width()};
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
