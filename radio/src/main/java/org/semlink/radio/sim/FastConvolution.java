// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import org.semlink.radio.waveform.Fft;

/**
 * {@code y[n] = sum_k h_k x[n - k]} by overlap-save (Oppenheim and Schafer), streaming, for filters too long for {@link TapDelayLine}.
 *
 * <p>How the stream is cut into blocks changes the result by rounding only, about 1e-6 of the level.
 */
final class FastConvolution {

    private final int memory;
    private final int size;
    private final Fft fft;
    private final float[] spectrum;
    private final float[] past;
    private final float[] work;

    /** @param taps all taps from delay 0 on, interleaved */
    FastConvolution(float[] taps) {
        this.memory = taps.length / 2 - 1;
        this.size = Math.max(1024, Integer.highestOneBit(memory + 1) << 2);
        this.fft = new Fft(size);
        this.spectrum = new float[2 * size];
        for (int i = 0; i < taps.length; i++) {
            // The inverse transform leaves the 1/N to us.
            spectrum[i] = taps[i] / size;
        }
        fft.forward(spectrum);
        this.past = new float[2 * memory];
        this.work = new float[2 * size];
    }

    void clear() {
        Arrays.fill(past, 0);
    }

    /** Replaces {@code count} samples from sample {@code from} of {@code iq} on. */
    void filter(float[] iq, int from, int count) {
        for (int done = 0; done < count;) {
            int piece = Math.min(size - memory, count - done);
            piece(iq, from + done, piece);
            done += piece;
        }
    }

    private void piece(float[] iq, int from, int count) {
        System.arraycopy(past, 0, work, 0, 2 * memory);
        System.arraycopy(iq, 2 * from, work, 2 * memory, 2 * count);
        Arrays.fill(work, 2 * (memory + count), 2 * size, 0);
        System.arraycopy(work, 2 * count, past, 0, 2 * memory);
        fft.forward(work);
        for (int i = 0; i < 2 * size; i += 2) {
            float re = work[i] * spectrum[i] - work[i + 1] * spectrum[i + 1];
            work[i + 1] = work[i] * spectrum[i + 1] + work[i + 1] * spectrum[i];
            work[i] = re;
        }
        fft.inverse(work);
        System.arraycopy(work, 2 * memory, iq, 2 * from, 2 * count);
    }
}
