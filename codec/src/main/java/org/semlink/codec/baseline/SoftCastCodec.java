// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import java.util.Arrays;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;

/**
 * {@link SoftCast} as a codec for real links, without side information.
 *
 * <p>Component i of energy {@code lambda_i} is sent as {@code u = c lambda_i^(-1/4)}, SoftCast's gain up to the scale that the symbol mapper puts
 * in the header. So {@code E u^2 = sqrt(lambda_i)}: the energy that arrives tells lambda, and {@code c = u sqrt(E u^2)} undoes
 * the gain. {@link #compand} and {@link #expand} are exact inverses of each other.
 */
public final class SoftCastCodec implements ImageCodec {

    private final SoftCast transform;
    private final LatentFormat format;

    SoftCastCodec(SoftCast transform) {
        this.transform = transform;
        float[] ones = new float[transform.kept()];
        Arrays.fill(ones, 1);
        format = new LatentFormat(SoftCast.SIDE, ones, ones);
    }

    /** Coefficients, channel by channel, to what is sent: {@code u = c / sqrt(rms c)}. In place. */
    public static void compand(float[] values, LatentShape shape) {
        scale(values, shape, rms -> 1 / Math.sqrt(rms));
    }

    /** What was sent to coefficients: {@code c = u rms(u)}. In place. */
    public static void expand(float[] values, LatentShape shape) {
        scale(values, shape, rms -> rms);
    }

    private static void scale(float[] values, LatentShape shape, java.util.function.DoubleUnaryOperator gain) {
        for (int from = 0; from < values.length; from += shape.plane()) {
            double energy = 0;
            for (int i = from; i < from + shape.plane(); i++) {
                energy += (double) values[i] * values[i] / shape.plane();
            }
            double by = energy > 0 ? gain.applyAsDouble(Math.sqrt(energy)) : 0;
            for (int i = from; i < from + shape.plane(); i++) {
                values[i] *= (float) by;
            }
        }
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        Picture padded = picture.resizedCanvas(shape.width() * SoftCast.SIDE, shape.height() * SoftCast.SIDE);
        float[] values = new float[shape.size()];
        for (int at = 0; at < shape.plane(); at++) {
            float[] block = transform.analyse(padded, at % shape.width() * SoftCast.SIDE, at / shape.width() * SoftCast.SIDE);
            for (int c = 0; c < block.length; c++) {
                values[c * shape.plane() + at] = block[c];
            }
        }
        compand(values, shape);
        return new Latent(shape, values);
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        float[] values = latent.values().clone();
        expand(values, shape);
        int paddedWidth = shape.width() * SoftCast.SIDE;
        int paddedHeight = shape.height() * SoftCast.SIDE;
        float[] samples = new float[3 * paddedWidth * paddedHeight];
        float[] block = new float[shape.channels()];
        for (int at = 0; at < shape.plane(); at++) {
            for (int c = 0; c < block.length; c++) {
                block[c] = values[c * shape.plane() + at];
            }
            transform.synthesise(block, samples, paddedWidth, paddedHeight, at % shape.width() * SoftCast.SIDE, at / shape.width() * SoftCast.SIDE);
        }
        return new Picture(paddedWidth, paddedHeight, samples).resizedCanvas(width, height);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
