// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * The 4 x 4 covariance arithmetic of {@link PhaseTracker}; symmetric matrices are row-major {@code double[16]}.
 *
 * <p>State {@code (theta, phi, omega, alpha)}, of which the first two are measured and the transition adds the last two to the first two.
 * Works on its own scratch arrays: one thread.
 */
final class SmallMatrix {

    private static final int N = 4;
    private final double[] factor = new double[N * N];
    private final double[] gain = new double[N * N];
    private final double[] scratch = new double[N * N];
    private final double[] column = new double[N];

    /**
     * {@code out = p - p[:, 0:2] S^-1 p[0:2, :]}; {@code t00, t01, t11} are the entries of the symmetric 2 x 2 matrix S over its
     * determinant.
     */
    void reduce(double[] p, double t00, double t01, double t11, double[] out) {
        for (int i = 0; i < N; i++) {
            double a = t11 * p[N * i] - t01 * p[N * i + 1];
            double b = t00 * p[N * i + 1] - t01 * p[N * i];
            for (int j = 0; j <= i; j++) {
                double value = p[N * i + j] - a * p[j] - b * p[N + j];
                out[N * i + j] = value;
                out[N * j + i] = value;
            }
        }
    }

    /**
     * One step of the Rauch-Tung-Striebel smoother, unit transition step: {@code x += C (xs - xp)}, {@code p += C (ps - pp) C'}, with
     * {@code C = p F' pp^-1}; x and p are replaced.
     */
    void smooth(double[] x, double[] p, double[] xp, double[] pp, double[] xs, double[] ps) {
        cholesky(pp);
        for (int i = 0; i < N; i++) {
            // Row i of p F': F' adds column j + 2 to column j.
            column[0] = p[N * i] + p[N * i + 2];
            column[1] = p[N * i + 1] + p[N * i + 3];
            column[2] = p[N * i + 2];
            column[3] = p[N * i + 3];
            solve(column);
            System.arraycopy(column, 0, gain, N * i, N);
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                x[i] += gain[N * i + j] * (xs[j] - xp[j]);
                double sum = 0;
                for (int k = 0; k < N; k++) {
                    sum += gain[N * i + k] * (ps[N * k + j] - pp[N * k + j]);
                }
                scratch[N * i + j] = sum;
            }
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = p[N * i + j];
                for (int k = 0; k < N; k++) {
                    sum += scratch[N * i + k] * gain[N * j + k];
                }
                p[N * i + j] = sum;
                p[N * j + i] = sum;
            }
        }
    }

    private void cholesky(double[] a) {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[N * i + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[N * i + k] * factor[N * j + k];
                }
                factor[N * i + j] = i == j ? Math.sqrt(Math.max(sum, 1e-15 * a[N * i + i])) : sum / factor[N * j + j];
            }
        }
    }

    private void solve(double[] b) {
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < i; k++) {
                b[i] -= factor[N * i + k] * b[k];
            }
            b[i] /= factor[N * i + i];
        }
        for (int i = N - 1; i >= 0; i--) {
            for (int k = i + 1; k < N; k++) {
                b[i] -= factor[N * k + i] * b[k];
            }
            b[i] /= factor[N * i + i];
        }
    }
}
