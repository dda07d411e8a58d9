// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.semlink.codec.vae.BlockTransform;

/** Karhunen-Loeve transform of 8x8x3 blocks: eigenvectors of their sample covariance, by falling variance. */
final class KltFit {

    private static final int N = BlockTransform.SIZE;
    /** Blocks drawn from each photo, at random positions: edges of a grid would favour one phase. */
    private static final int BLOCKS_PER_PHOTO = 1500;
    /** As many in all are enough; thousands of small pictures give fewer each. */
    private static final int BLOCKS = 1_200_000;

    private KltFit() {
    }

    static BlockTransform.Start of(List<Photo> photos, long seed) {
        double[] sum = new double[N];
        double[][] products = new double[N][N];
        SplittableRandom random = new SplittableRandom(seed);
        float[] block = new float[N];
        long count = 0;
        int each = Math.min(BLOCKS_PER_PHOTO, Math.max(1, BLOCKS / photos.size()));
        for (Photo photo : photos) {
            for (int i = 0; i < each; i++, count++) {
                photo.crop(random.nextInt(photo.width() - 7), random.nextInt(photo.height() - 7), 8, 0, block, 0);
                accumulate(block, sum, products);
            }
        }
        return eigen(sum, products, count);
    }

    private static void accumulate(float[] block, double[] sum, double[][] products) {
        for (int r = 0; r < N; r++) {
            sum[r] += block[r];
            double[] row = products[r];
            for (int c = 0; c <= r; c++) {
                row[c] += (double) block[r] * block[c];
            }
        }
    }

    private static BlockTransform.Start eigen(double[] sum, double[][] products, long count) {
        float[] mean = new float[N];
        for (int r = 0; r < N; r++) {
            mean[r] = (float) (sum[r] / count);
            for (int c = 0; c <= r; c++) {
                products[r][c] = products[r][c] / count - sum[r] / count * (sum[c] / count);
                products[c][r] = products[r][c];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(products, false));
        float[] basis = new float[N * N];
        float[] deviation = new float[N];
        for (int k = 0; k < N; k++) {
            deviation[k] = (float) Math.sqrt(Math.max(0, eigen.getRealEigenvalue(k)));
            double[] vector = eigen.getEigenvector(k).toArray();
            for (int i = 0; i < N; i++) {
                basis[k * N + i] = (float) vector[i];
            }
        }
        return new BlockTransform.Start(basis, mean, deviation);
    }
}
