// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
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
    /** Keeps channels that hardly vary from being blown up. */
    private static final double RIDGE = 1;

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

    /**
     * The colours that fit best, by least squares, where a constant channel says little: those of codes that a network down-sampled.
     *
     * @param codes    of {@code pictures}, one position for {@code stride} x {@code stride} pixels
     */
    static QuickLook fitted(List<Latent> codes, List<Picture> pictures, int stride) {
        int channels = codes.get(0).shape().channels();
        double[][] normal = new double[channels + 1][channels + 1];
        double[][] right = new double[channels + 1][3];
        for (int n = 0; n < codes.size(); n++) {
            LatentShape shape = codes.get(n).shape();
            for (int k = 0; k < shape.plane(); k++) {
                float[] mean = mean(pictures.get(n).crop(k % shape.width() * stride, k / shape.width() * stride, stride, stride));
                for (int a = 0; a <= channels; a++) {
                    for (int b = 0; b <= channels; b++) {
                        normal[a][b] += factor(codes.get(n), a, k) * factor(codes.get(n), b, k);
                    }
                    for (int i = 0; i < 3; i++) {
                        right[a][i] += factor(codes.get(n), a, k) * mean[i];
                    }
                }
            }
        }
        for (int a = 0; a <= channels; a++) {
            normal[a][a] += RIDGE;
        }
        double[][] fit = new CholeskyDecomposition(new Array2DRowRealMatrix(normal)).getSolver().solve(new Array2DRowRealMatrix(right)).getData();
        float[][] colours = new float[channels][3];
        float[] ground = new float[3];
        for (int i = 0; i < 3; i++) {
            ground[i] = (float) fit[channels][i];
            for (int c = 0; c < channels; c++) {
                colours[c][i] = (float) fit[c][i];
            }
        }
        return new QuickLook(ground, colours);
    }

    /** Channel {@code c} at position {@code k}; behind the last channel the constant. */
    private static double factor(Latent code, int c, int k) {
        return c == code.shape().channels() ? 1 : code.values()[c * code.shape().plane() + k];
    }

    private static float[] mean(Picture picture) {
        int plane = picture.width() * picture.height();
        float[] mean = new float[3];
        for (int i = 0; i < 3 * plane; i++) {
            mean[i / plane] += picture.samples()[i] / plane;
        }
        return mean;
    }

    private static float[] colour(ImageCodec codec, int channel) {
        LatentShape shape = new LatentShape(codec.format().channels(), SIDE, SIDE);
        float[] values = new float[shape.size()];
        if (channel >= 0) {
            Arrays.fill(values, channel * shape.plane(), (channel + 1) * shape.plane(), 1);
        }
        int side = SIDE * codec.format().stride();
        return mean(codec.decode(new Latent(shape, values), side, side));
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
