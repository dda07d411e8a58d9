// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

/** In-place radix-2 FFT (Cooley and Tukey 1965), for plots only; the radio has a fast one. */
final class SmallFft {

    private SmallFft() {
    }

    /** {@code X_k = sum_n x_n exp(-2 pi i k n / N)}; N, the length of both arrays, is a power of two. */
    static void forward(double[] re, double[] im) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
        for (int size = 2; size <= n; size *= 2) {
            for (int k = 0; k < size / 2; k++) {
                double c = Math.cos(2 * Math.PI * k / size);
                double s = -Math.sin(2 * Math.PI * k / size);
                for (int a = k; a < n; a += size) {
                    int b = a + size / 2;
                    double tr = re[b] * c - im[b] * s;
                    double ti = re[b] * s + im[b] * c;
                    re[b] = re[a] - tr;
                    im[b] = im[a] - ti;
                    re[a] += tr;
                    im[a] += ti;
                }
            }
        }
    }

    private static void swap(double[] x, int i, int j) {
        double t = x[i];
        x[i] = x[j];
        x[j] = t;
    }
}
