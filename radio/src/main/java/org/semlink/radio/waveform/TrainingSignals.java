// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.CARRIER_AMPLITUDE;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.SHORT;

/**
 * The known signals at the head of a burst: preamble and long training symbol.
 *
 * <p>Both take the quadratic phases of Newman (Boyd 1986), {@code pi i^2 / n} on the i-th of n carriers, for a low crest. The preamble
 * uses the odd multiples of carrier 8, so it repeats every 16 samples with the sign turned: a constant (leaked local oscillator)
 * repeats without, and cannot be taken for it. Arrays are interleaved and read only.
 */
final class TrainingSignals {

    /** One period of the preamble, 256 samples. */
    static final float[] PREAMBLE = preamble();
    /** Training symbol per used carrier, at its amplitude relative to payload carriers. */
    static final float[] TRAINING_CARRIERS = newman(CARRIERS, OfdmParameters.TRAINING_AMPLITUDE);
    /** Training symbol in time, 256 samples. */
    static final float[] TRAINING = training();

    private TrainingSignals() {
    }

    private static float[] preamble() {
        int spacing = FFT / (2 * SHORT);
        int half = (OfdmParameters.LAST_CARRIER / spacing + 1) / 2;
        float[] values = newman(2 * half, Math.sqrt(OfdmParameters.LOADED / (2.0 * half)));
        float[] x = new float[2 * FFT];
        for (int i = 0; i < 2 * half; i++) {
            place(x, values, i, (2 * (i - half) + 1) * spacing & (FFT - 1));
        }
        return toTime(x);
    }

    private static float[] training() {
        float[] x = new float[2 * FFT];
        for (int u = 0; u < CARRIERS; u++) {
            place(x, TRAINING_CARRIERS, u, OfdmParameters.bin(u));
        }
        return toTime(x);
    }

    private static float[] newman(int n, double amplitude) {
        float[] values = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double phase = Math.PI * i * i / n;
            values[2 * i] = (float) (amplitude * Math.cos(phase));
            values[2 * i + 1] = (float) (amplitude * Math.sin(phase));
        }
        return values;
    }

    private static void place(float[] x, float[] values, int i, int bin) {
        x[2 * bin] = values[2 * i];
        x[2 * bin + 1] = values[2 * i + 1];
    }

    private static float[] toTime(float[] x) {
        new Fft(FFT).inverse(x);
        float scale = (float) (CARRIER_AMPLITUDE / Math.sqrt(FFT));
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
        return x;
    }
}
