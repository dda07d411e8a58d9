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

    private static final int PREAMBLE_SPACING = FFT / SHORT;
    /** Carriers of the preamble: the odd multiples of 8 within the band. */
    static final int PREAMBLE_LOADED = 2 * ((OfdmParameters.LAST_CARRIER + PREAMBLE_SPACING / 2) / PREAMBLE_SPACING);
    /** Preamble per used carrier, at its amplitude relative to payload carriers; 0 where it has none. */
    static final float[] PREAMBLE_CARRIERS = preambleCarriers();
    /** One period of the preamble, 256 samples. */
    static final float[] PREAMBLE = inTime(PREAMBLE_CARRIERS);
    /** Training symbol per used carrier, at its amplitude relative to payload carriers. */
    static final float[] TRAINING_CARRIERS = newman(CARRIERS, OfdmParameters.TRAINING_AMPLITUDE);
    /** Training symbol in time, 256 samples. */
    static final float[] TRAINING = inTime(TRAINING_CARRIERS);

    private TrainingSignals() {
    }

    private static float[] preambleCarriers() {
        float[] values = newman(PREAMBLE_LOADED, Math.sqrt((double) OfdmParameters.LOADED / PREAMBLE_LOADED));
        float[] carriers = new float[2 * CARRIERS];
        int i = 0;
        for (int u = 0; u < CARRIERS; u++) {
            if (Math.floorMod(OfdmParameters.frequency(u), PREAMBLE_SPACING) == PREAMBLE_SPACING / 2) {
                carriers[2 * u] = values[2 * i];
                carriers[2 * u + 1] = values[2 * i + 1];
                i++;
            }
        }
        return carriers;
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

    private static float[] inTime(float[] carriers) {
        float[] x = new float[2 * FFT];
        for (int u = 0; u < CARRIERS; u++) {
            x[2 * OfdmParameters.bin(u)] = carriers[2 * u];
            x[2 * OfdmParameters.bin(u) + 1] = carriers[2 * u + 1];
        }
        new Fft(FFT).inverse(x);
        float scale = (float) (CARRIER_AMPLITUDE / Math.sqrt(FFT));
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
        return x;
    }
}
