// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Real symmetric positive definite systems of up to {@code capacity} unknowns: factor {@code A = L L'}, and {@code L^-1}.
 *
 * <p>Matrices are row-major with {@link #capacity} columns. Works in its own arrays; one thread.
 */
final class Cholesky {

    private final int capacity;
    private final double[] factor;
    private final double[] inverse;
    private int size;

    Cholesky(int capacity) {
        this.capacity = capacity;
        factor = new double[capacity * capacity];
        inverse = new double[capacity * capacity];
    }

    int capacity() {
        return capacity;
    }

    /** Factors the leading {@code n} rows and columns of {@code a}, of which the lower triangle is read. */
    void decompose(double[] a, int n) {
        size = n;
        for (int i = 0; i < n; i++) {
            int row = i * capacity;
            for (int j = 0; j <= i; j++) {
                int other = j * capacity;
                double sum = a[row + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[row + k] * factor[other + k];
                }
                factor[row + j] = i == j ? Math.sqrt(Math.max(sum, 1e-14 * a[row + i])) : sum / factor[other + j];
            }
        }
        invert();
    }

    private void invert() {
        for (int i = 0; i < size; i++) {
            int row = i * capacity;
            double scale = 1 / factor[row + i];
            java.util.Arrays.fill(inverse, row, row + i, 0);
            for (int k = 0; k < i; k++) {
                double f = -factor[row + k] * scale;
                int other = k * capacity;
                for (int j = 0; j <= k; j++) {
                    inverse[row + j] += f * inverse[other + j];
                }
            }
            inverse[row + i] = scale;
        }
    }

    /** Natural logarithm of the matrix's determinant. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 2 * Math.log(factor[i * capacity + i]);
        }
        return sum;
    }

    /** Entry {@code (i, j)}, {@code j <= i}, of {@code L^-1}. */
    double inverse(int i, int j) {
        return inverse[i * capacity + j];
    }

    /** {@code x = A^-1 b} in place. */
    void solve(double[] b) {
        for (int i = size - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += inverse[i * capacity + j] * b[j];
            }
            b[i] = sum;
        }
        for (int j = 0; j < size; j++) {
            double sum = 0;
            for (int i = j; i < size; i++) {
                sum += inverse[i * capacity + j] * b[i];
            }
            b[j] = sum;
        }
    }

    /** Fills {@code diagonal} with that of {@code A^-1}. */
    void inverseDiagonal(double[] diagonal) {
        java.util.Arrays.fill(diagonal, 0, size, 0);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double x = inverse[i * capacity + j];
                diagonal[j] += x * x;
            }
        }
    }
}
