// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;

/** Test double: whatever the picture, its latent is white Gaussian noise of unit variance, so that errors have a closed form. */
final class GaussianLatentCodec implements ImageCodec {

    private final LatentFormat format = new LatentFormat(8, ones(16), ones(16));

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        SplittableRandom random = new SplittableRandom(picture.width() * 1000L + picture.height());
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Latent(shape, values);
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        return new Picture(width, height, new float[3 * width * height]);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
