// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.Arrays;

/**
 * A codec without weights: the first 32 of 192 coefficients of an orthonormal 8x8x3 block transform, k/n = 1/12.
 *
 * <p>Coefficient X of the {@link BlockDct} of (samples - {@value #GREY}) becomes {@code u = X / scale}. With f the sum of horizontal
 * and vertical frequency index, the 32 are luma up to f = {@value #LUMA_MAX}, first chroma (R - B) up to f = 1, second chroma at
 * f = 0; channels are ordered by colour, then f, then vertical index. Their variances follow the law
 * {@code lambda = A / (1 + 25 f^2)^k} with (A, k) = (8.5, 0.95), (1.1, 1.3), (0.2, 1.3), fitted by eye to the training photographs of BSDS500
 * (within 2.1 dB for every luma coefficient kept). {@code scale = sqrt(lambda)}; powers go with {@code sqrt(lambda)}, the SoftCast gains
 * {@code lambda^(-1/4)} (Jakubczak and Katabi 2011), which minimise the linear error under a sum power constraint.
 *
 * <p>Being linear and orthonormal, an error of the latent weighed with {@code scale^2} is the squared error of the padded picture
 * before clamping to [0, 1]: whole lines can be predicted in closed form. It holds no resources; {@link #close} does nothing.
 */
public final class LinearCodec implements ImageCodec {

    private static final double GREY = 0.42;
    private static final int LUMA_MAX = 6;
    private static final int[] MAX_FREQUENCY = {LUMA_MAX, 1, 0};
    private static final double[] VARIANCE = {8.5, 1.1, 0.2};
    private static final double[] DECAY = {0.95, 1.3, 1.3};
    private static final int CHANNELS = 32;
    private static final int SIDE = BlockDct.SIDE;

    /** Index in the block of each channel's coefficient. */
    private final int[] coefficient = new int[CHANNELS];
    private final LatentFormat format;

    public LinearCodec() {
        float[] scale = new float[CHANNELS];
        int channel = 0;
        for (int colour = 0; colour < BlockDct.COLOURS; colour++) {
            for (int f = 0; f <= MAX_FREQUENCY[colour]; f++) {
                for (int fy = 0; fy <= f; fy++) {
                    coefficient[channel] = (colour * SIDE + fy) * SIDE + f - fy;
                    scale[channel++] = (float) Math.sqrt(VARIANCE[colour] / StrictMath.pow(1 + 25 * f * f, DECAY[colour]));
                }
            }
        }
        format = new LatentFormat(SIDE, scale, powers(scale));
    }

    private static float[] powers(float[] scale) {
        double sum = 0;
        for (float s : scale) {
            sum += s;
        }
        float[] power = new float[scale.length];
        for (int c = 0; c < power.length; c++) {
            power[c] = (float) (scale[c] * scale.length / sum);
        }
        return power;
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        Picture padded = picture.resizedCanvas(shape.width() * SIDE, shape.height() * SIDE);
        float[] samples = padded.samples();
        float[] values = new float[shape.size()];
        double[] block = new double[BlockDct.SIZE];
        for (int at = 0; at < shape.plane(); at++) {
            int corner = corner(shape, at);
            for (int i = 0; i < block.length; i++) {
                block[i] = samples[corner + offset(shape, i)] - GREY;
            }
            BlockDct.forward(block);
            for (int c = 0; c < CHANNELS; c++) {
                values[c * shape.plane() + at] = (float) (block[coefficient[c]] / format.scale(c));
            }
        }
        return new Latent(shape, values);
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        if (!shape.equals(format.shapeFor(width, height))) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " has the latent "
                    + format.shapeFor(width, height) + ", got " + shape);
        }
        float[] samples = new float[3 * shape.plane() * SIDE * SIDE];
        double[] block = new double[BlockDct.SIZE];
        for (int at = 0; at < shape.plane(); at++) {
            Arrays.fill(block, 0);
            for (int c = 0; c < CHANNELS; c++) {
                block[coefficient[c]] = (double) latent.values()[c * shape.plane() + at] * format.scale(c);
            }
            BlockDct.inverse(block);
            int corner = corner(shape, at);
            for (int i = 0; i < block.length; i++) {
                samples[corner + offset(shape, i)] = (float) Math.max(0, Math.min(1, block[i] + GREY));
            }
        }
        return new Picture(shape.width() * SIDE, shape.height() * SIDE, samples).resizedCanvas(width, height);
    }

    /** Index of the first red sample of block {@code at} in a padded picture. */
    private static int corner(LatentShape shape, int at) {
        int row = at / shape.width();
        return (row * SIDE * shape.width() + at % shape.width()) * SIDE;
    }

    /** Distance from that sample to sample {@code i} of the block. */
    private static int offset(LatentShape shape, int i) {
        int colour = i / (SIDE * SIDE);
        int row = i / SIDE % SIDE;
        return (colour * shape.height() * SIDE + row) * shape.width() * SIDE + i % SIDE;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
