// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;

/**
 * Samples of one OFDM symbol to its used carriers: carrier offset removed, unitary transform.
 *
 * <p>{@code Y_k = 1/16 sum_n r[a + n] exp(-i w (a - a0 + n)) exp(-2 pi i k n / 256)}, with w the carrier offset and a0 the index where its
 * phase is zero. Noise keeps its variance per sample as variance per carrier. Output: 208 carriers in order of frequency, interleaved.
 */
final class SymbolDemodulator {

    private final Fft transform = new Fft(FFT);
    private final float[] work = new float[2 * FFT];
    private final float[] oscillator = new float[2 * FFT];
    private double cfo;
    private long origin;

    /** Sets carrier offset (rad per sample) and the index of its phase zero. */
    void tune(double cfo, long origin) {
        this.cfo = cfo;
        this.origin = origin;
        for (int n = 0; n < FFT; n++) {
            double phase = -cfo * n;
            oscillator[2 * n] = (float) (Math.cos(phase) / Math.sqrt(FFT));
            oscillator[2 * n + 1] = (float) (Math.sin(phase) / Math.sqrt(FFT));
        }
    }

    /** Demodulates the symbol whose window begins at stream index {@code at} into {@code carriers} from complex position {@code to} on. */
    void demodulate(SampleBuffer buffer, long at, float[] carriers, int to) {
        float[] x = buffer.data();
        int offset = buffer.offset(at);
        for (int i = 0; i < 2 * FFT; i += 2) {
            float re = x[offset + i];
            float im = x[offset + i + 1];
            work[i] = re * oscillator[i] - im * oscillator[i + 1];
            work[i + 1] = re * oscillator[i + 1] + im * oscillator[i];
        }
        transform.forward(work);
        double phase = -cfo * (at - origin);
        float cos = (float) Math.cos(phase);
        float sin = (float) Math.sin(phase);
        for (int u = 0; u < CARRIERS; u++) {
            int bin = 2 * OfdmParameters.bin(u);
            carriers[2 * (to + u)] = work[bin] * cos - work[bin + 1] * sin;
            carriers[2 * (to + u) + 1] = work[bin] * sin + work[bin + 1] * cos;
        }
    }
}
