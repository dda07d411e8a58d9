// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.Arrays;

/** The picture itself as latent, {@code u = (x - 1/2) / deviation} of every pixel: for schemes that learn all the rest. */
public final class PixelCodec implements ImageCodec {

    private static final int COLOURS = 3;
    private static final float MIDDLE = 0.5f;
    /** About that of photos. */
    private static final float DEVIATION = 0.25f;

    @Override
    public LatentFormat format() {
        float[] scale = new float[COLOURS];
        float[] power = new float[COLOURS];
        Arrays.fill(scale, DEVIATION);
        Arrays.fill(power, 1);
        return new LatentFormat(1, scale, power);
    }

    @Override
    public Latent encode(Picture picture) {
        float[] values = picture.samples().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - MIDDLE) / DEVIATION;
        }
        return new Latent(new LatentShape(COLOURS, picture.height(), picture.width()), values);
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        float[] samples = latent.values().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.max(0, Math.min(1, samples[i] * DEVIATION + MIDDLE));
        }
        return new Picture(latent.shape().width(), latent.shape().height(), samples).resizedCanvas(width, height);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
