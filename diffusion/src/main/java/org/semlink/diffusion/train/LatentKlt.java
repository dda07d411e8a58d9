// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.BandwidthNetwork;

/**
 * Karhunen-Loeve transform of 2x2 latent positions in the codec's orthonormal units, so that components rank by what the picture loses
 * with them.
 */
final class LatentKlt {

    /** 2x2 groups drawn from each latent, at random positions: crops start anywhere. */
    private static final int GROUPS = 300;
    private static final double LEAST_VARIANCE = 1e-4;
    /** Residuals of the code move in steps of this amplitude in the codec's units, at most of {@link #LARGEST_UNIT} deviations. */
    private static final double RESIDUAL_AMPLITUDE = 0.1;
    private static final double LARGEST_UNIT = 0.5;

    private LatentKlt() {
    }

    /** The linear start of a module: the first {@code c.code()} components at unit variance, SoftCast's gains {@code lambda^(-1/4)}. */
    static BandwidthNetwork.Start of(List<Latent> latents, LatentFormat format, BandwidthNetwork.Config c, long seed) {
        int depth = c.depth();
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance(latents, format, depth, seed), false));
        float[] analysis = new float[c.code() * depth];
        float[] synthesis = new float[c.code() * depth];
        double[] left = new double[depth];
        float[] unit = new float[c.code()];
        float[] logGain = new float[c.ratios() * c.code()];
        for (int k = 0; k < depth; k++) {
            double variance = Math.max(1e-9, eigen.getRealEigenvalue(k));
            double[] vector = eigen.getEigenvector(k).toArray();
            for (int j = 0; j < depth; j++) {
                double scale = format.scale(j / (BandwidthNetwork.FACTOR * BandwidthNetwork.FACTOR));
                if (k < c.code()) {
                    analysis[k * depth + j] = (float) (vector[j] * scale / Math.sqrt(variance));
                    synthesis[j * c.code() + k] = (float) (vector[j] * Math.sqrt(variance) / scale);
                } else {
                    left[j] += vector[j] * vector[j] * variance / (scale * scale);
                }
            }
            if (k < c.code()) {
                unit[k] = (float) Math.min(LARGEST_UNIT, RESIDUAL_AMPLITUDE / Math.sqrt(variance));
                for (int r = 0; r < c.ratios(); r++) {
                    logGain[r * c.code() + k] = (float) (0.25 * Math.log(variance));
                }
            }
        }
        float[] unexplained = new float[depth];
        for (int j = 0; j < depth; j++) {
            unexplained[j] = (float) Math.max(LEAST_VARIANCE, left[j]);
        }
        return new BandwidthNetwork.Start(analysis, synthesis, unexplained, unit, logGain);
    }

    private static double[][] covariance(List<Latent> latents, LatentFormat format, int depth, long seed) {
        double[][] products = new double[depth][depth];
        double[] group = new double[depth];
        SplittableRandom random = new SplittableRandom(seed);
        for (Latent latent : latents) {
            int width = latent.shape().width();
            for (int i = 0; i < GROUPS; i++) {
                int at = random.nextInt(latent.shape().height() - 1) * width + random.nextInt(width - 1);
                for (int j = 0; j < depth; j++) {
                    int c = j / 4;
                    group[j] = format.scale(c) * latent.values()[c * latent.shape().plane() + at + j / 2 % 2 * width + j % 2];
                }
                for (int r = 0; r < depth; r++) {
                    for (int q = 0; q <= r; q++) {
                        products[r][q] += group[r] * group[q];
                    }
                }
            }
        }
        double count = (double) GROUPS * latents.size();
        for (int r = 0; r < depth; r++) {
            for (int q = 0; q <= r; q++) {
                products[r][q] /= count;
                products[q][r] = products[r][q];
            }
        }
        return products;
    }
}
