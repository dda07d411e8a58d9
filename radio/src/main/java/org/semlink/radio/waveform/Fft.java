// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import org.jtransforms.fft.FloatFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Discrete Fourier transforms of interleaved complex floats, in place and on the calling thread.
 *
 * <p>{@code forward: X_k = sum_n x_n exp(-2 pi i k n / N)}, {@code inverse} without the 1/N. N has no prime factor above 5.
 * Immutable.
 */
public final class Fft {

    static {
        // The transforms here are far too short to share among threads.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final FloatFFT_1D transform;

    public Fft(int size) {
        int rest = size;
        for (int factor = 2; factor <= 5 && rest > 0; factor++) {
            while (rest % factor == 0) {
                rest /= factor;
            }
        }
        if (size < 1 || rest > 1) {
            throw new IllegalArgumentException("transform size must have no prime factor above 5, got " + size);
        }
        transform = new FloatFFT_1D(size);
    }

    public void forward(float[] x) {
        transform.complexForward(x);
    }

    public void inverse(float[] x) {
        transform.complexInverse(x, false);
    }
}
