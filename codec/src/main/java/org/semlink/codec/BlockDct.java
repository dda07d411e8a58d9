// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * The orthonormal DCT-II of 8x8 blocks of three colours, separable over rows, columns and colour.
 *
 * <p>{@code X[k] = c_k sum_n x[n] cos(pi (2n + 1) k / (2N))}, {@code c_0 = sqrt(1/N)}, else {@code sqrt(2/N)} (Ahmed, Natarajan and Rao
 * 1974), with N = 8 in space and N = 3 over (R, G, B), which gives luma (1,1,1)/sqrt(3) and the chromas (1,0,-1)/sqrt(2) and
 * (1,-2,1)/sqrt(6). A block is {@code double[192]}, colour slowest, then row.
 */
final class BlockDct {

    static final int SIDE = 8;
    static final int COLOURS = 3;
    static final int SIZE = COLOURS * SIDE * SIDE;

    private static final double[][] SPACE = basis(SIDE);
    private static final double[][] COLOUR = basis(COLOURS);

    private BlockDct() {
    }

    /** Coefficients of {@code block}, in place. */
    static void forward(double[] block) {
        apply(block, false);
    }

    /** Samples of the coefficients {@code block}, in place; the transpose of {@link #forward}. */
    static void inverse(double[] block) {
        apply(block, true);
    }

    private static void apply(double[] block, boolean transposed) {
        for (int line = 0; line < SIZE / SIDE; line++) {
            transform(block, line * SIDE, 1, SPACE, transposed);
        }
        for (int c = 0; c < COLOURS; c++) {
            for (int x = 0; x < SIDE; x++) {
                transform(block, c * SIDE * SIDE + x, SIDE, SPACE, transposed);
            }
        }
        for (int p = 0; p < SIDE * SIDE; p++) {
            transform(block, p, SIDE * SIDE, COLOUR, transposed);
        }
    }

    private static void transform(double[] data, int start, int step, double[][] matrix, boolean transposed) {
        int n = matrix.length;
        double[] in = new double[n];
        for (int i = 0; i < n; i++) {
            in[i] = data[start + i * step];
        }
        for (int k = 0; k < n; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (transposed ? matrix[i][k] : matrix[k][i]) * in[i];
            }
            data[start + k * step] = sum;
        }
    }

    private static double[][] basis(int n) {
        double[][] rows = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                rows[k][i] = Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * StrictMath.cos(Math.PI * (2 * i + 1) * k / (2 * n));
            }
        }
        return rows;
    }
}
