// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import java.util.SplittableRandom;
import org.semlink.codec.Picture;

/**
 * The linear line that every learned scheme must beat: block transform, SoftCast power allocation, AWGN, linear least squares.
 *
 * <p>The first m coefficients of each 8x8x3 block are sent with gain {@code g_i = k lambda_i^(-1/4)}, unit mean power over the picture; the
 * receiver knows the picture's coefficient energies {@code lambda_i} and decodes {@code c = lambda g / (g^2 lambda + s^2) y}.
 * Reference: Jakubczak and Katabi 2011. Payload {@code k/n = m / 384}.
 */
public final class SoftCast {

    static final int SIDE = 8;
    private static final int SIZE = 3 * SIDE * SIDE;

    private final float[] basis;
    private final float[] mean;
    private final int kept;

    /**
     * @param basis orthonormal transform, 192 x 192, rows are components in order of falling variance; columns colour, row, column
     * @param mean  mean block, 192
     * @param kept  components sent, 1 to 192
     */
    public SoftCast(float[] basis, float[] mean, int kept) {
        if (basis.length != SIZE * SIZE || mean.length != SIZE || kept < 1 || kept > SIZE) {
            throw new IllegalArgumentException("SoftCast needs a 192 x 192 basis, a mean of 192 and 1 to 192 components, got "
                    + basis.length + ", " + mean.length + ", " + kept);
        }
        this.basis = basis;
        this.mean = mean;
        this.kept = kept;
    }

    /** The same line over a radio, where the receiver reads the energies from what arrives. */
    public SoftCastCodec codec() {
        return new SoftCastCodec(this);
    }

    /** The same line with another number of components sent. */
    public SoftCast keeping(int components) {
        return new SoftCast(basis, mean, components);
    }

    int kept() {
        return kept;
    }

    /** Transmit gain per component for given energies: unit mean power. */
    static double[] gains(double[] energies) {
        double sum = 0;
        for (double energy : energies) {
            sum += Math.sqrt(energy);
        }
        double[] gains = new double[energies.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = energies[i] > 0 ? Math.pow(energies[i], -0.25) * Math.sqrt(energies.length / sum) : 0;
        }
        return gains;
    }

    /**
     * The picture after a link of this SNR, clamped to [0, 1].
     *
     * @param picture both sides multiples of 8
     * @param snr     linear Es/N0; infinite for the ceiling
     */
    public Picture transmit(Picture picture, double snr, SplittableRandom random) {
        if (picture.width() % SIDE != 0 || picture.height() % SIDE != 0) {
            throw new IllegalArgumentException("SoftCast needs sides of whole blocks, got " + picture.width() + "x" + picture.height());
        }
        int across = picture.width() / SIDE;
        int blocks = across * (picture.height() / SIDE);
        float[][] coefficients = new float[blocks][];
        double[] energies = new double[kept];
        for (int b = 0; b < blocks; b++) {
            coefficients[b] = analyse(picture, b % across * SIDE, b / across * SIDE);
            for (int i = 0; i < kept; i++) {
                energies[i] += (double) coefficients[b][i] * coefficients[b][i] / blocks;
            }
        }
        double[] gains = gains(energies);
        double noise = 1 / snr;
        float[] out = new float[picture.samples().length];
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < kept; i++) {
                double received = gains[i] * coefficients[b][i] + Math.sqrt(noise) * random.nextGaussian();
                double weight = energies[i] * gains[i] / Math.max(1e-30, gains[i] * gains[i] * energies[i] + noise);
                coefficients[b][i] = (float) (weight * received);
            }
            synthesise(coefficients[b], out, picture.width(), picture.height(), b % across * SIDE, b / across * SIDE);
        }
        return new Picture(picture.width(), picture.height(), out);
    }

    /** The kept coefficients of the block whose corner is at x, y. */
    float[] analyse(Picture picture, int x, int y) {
        float[] block = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            block[i] = picture.samples()[(i / 64 * picture.height() + y + i / SIDE % SIDE) * picture.width() + x + i % SIDE] - mean[i];
        }
        float[] out = new float[kept];
        for (int k = 0; k < kept; k++) {
            float sum = 0;
            for (int i = 0; i < SIZE; i++) {
                sum += basis[k * SIZE + i] * block[i];
            }
            out[k] = sum;
        }
        return out;
    }

    /** Writes the block of these coefficients, clamped to [0, 1], into planar samples. */
    void synthesise(float[] coefficients, float[] out, int width, int height, int x, int y) {
        float[] block = mean.clone();
        for (int k = 0; k < kept; k++) {
            for (int i = 0; i < SIZE; i++) {
                block[i] += coefficients[k] * basis[k * SIZE + i];
            }
        }
        for (int i = 0; i < SIZE; i++) {
            out[(i / 64 * height + y + i / SIDE % SIDE) * width + x + i % SIDE] = Math.min(1, Math.max(0, block[i]));
        }
    }
}
