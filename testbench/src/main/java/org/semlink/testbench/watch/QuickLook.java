// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.Arrays;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;

/**
 * A small picture of a latent without running its decoder: one pixel per latent position.
 *
 * <p>Its colour is {@code b + sum_c M_c u_c}, with b the mean colour of the codec's picture of nothing and M_c what a constant 1 in channel c adds
 * to it. That is exact for block transforms, whose block mean it is, and a likeness for networks.
 */
final class QuickLook {

    /** Latent positions a side of the latents that are decoded to learn the colours. */
    private static final int SIDE = 4;
    /** A codec whose channels all change less than this has no likeness: a digital one. */
    private static final double FAINTEST = 1e-3;

    private final float[] ground;
    private final float[][] colours;

    private QuickLook(float[] ground, float[][] colours) {
        this.ground = ground;
        this.colours = colours;
    }

    /** Learns the colours of a codec: decodes one small latent more than it has channels. */
    static QuickLook of(ImageCodec codec) {
        int channels = codec.format().channels();
        float[] ground = colour(codec, -1);
        float[][] colours = new float[channels][];
        for (int c = 0; c < channels; c++) {
            colours[c] = colour(codec, c);
            for (int i = 0; i < 3; i++) {
                colours[c][i] -= ground[i];
            }
        }
        return new QuickLook(ground, colours);
    }

    private static float[] colour(ImageCodec codec, int channel) {
        LatentShape shape = new LatentShape(codec.format().channels(), SIDE, SIDE);
        float[] values = new float[shape.size()];
        if (channel >= 0) {
            Arrays.fill(values, channel * shape.plane(), (channel + 1) * shape.plane(), 1);
        }
        int side = SIDE * codec.format().stride();
        float[] samples = codec.decode(new Latent(shape, values), side, side).samples();
        float[] mean = new float[3];
        for (int i = 0; i < samples.length; i++) {
            mean[i / (side * side)] += samples[i] / (side * side);
        }
        return mean;
    }

    /** Whether a latent's likeness shows anything. */
    boolean shows() {
        return Arrays.stream(colours).anyMatch(c -> Math.abs(c[0]) + Math.abs(c[1]) + Math.abs(c[2]) > FAINTEST);
    }

    /** The likeness, {@code latent.shape()} pixels; samples may lie outside [0, 1]. */
    Picture of(Latent latent) {
        int plane = latent.shape().plane();
        float[] samples = new float[3 * plane];
        for (int i = 0; i < 3; i++) {
            Arrays.fill(samples, i * plane, (i + 1) * plane, ground[i]);
            for (int c = 0; c < colours.length; c++) {
                float weight = colours[c][i];
                for (int k = 0; k < plane; k++) {
                    samples[i * plane + k] += weight * latent.values()[c * plane + k];
                }
            }
        }
        return new Picture(latent.shape().width(), latent.shape().height(), samples);
    }
}
