// SPDX-License-Identifier: Apache-2.0
package example;

import java.util.Arrays;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;

/** A codec to test: the mean colour of every 4x4 pixels, so three latent channels and k/n = 1/32. */
final class ThumbnailCodec implements ImageCodec {

    private static final int SIDE = 4;
    private static final float MEAN = 0.42f;
    private static final float DEVIATION = 0.22f;

    @Override
    public LatentFormat format() {
        // One unit of a channel is DEVIATION in each of SIDE x SIDE samples, which in orthonormal units is SIDE times as much.
        float[] scale = {SIDE * DEVIATION, SIDE * DEVIATION, SIDE * DEVIATION};
        return new LatentFormat(SIDE, scale, new float[] {1, 1, 1});
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format().shapeFor(picture.width(), picture.height());
        float[] samples = picture.resizedCanvas(shape.width() * SIDE, shape.height() * SIDE).samples();
        float[] values = new float[shape.size()];
        for (int i = 0; i < samples.length; i++) {
            values[position(i, shape)] += (samples[i] - MEAN) / DEVIATION / SIDE / SIDE;
        }
        return new Latent(shape, values);
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        float[] samples = new float[3 * shape.plane() * SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.min(1, Math.max(0, latent.values()[position(i, shape)] * DEVIATION + MEAN));
        }
        return new Picture(shape.width() * SIDE, shape.height() * SIDE, samples).resizedCanvas(width, height);
    }

    /** The latent element of a sample: both are ordered by channel, row, column. */
    private static int position(int sample, LatentShape shape) {
        int width = shape.width() * SIDE;
        int row = sample / width;
        return row / SIDE * shape.width() + sample % width / SIDE;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
