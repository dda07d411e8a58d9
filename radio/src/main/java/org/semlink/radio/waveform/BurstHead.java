// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.PREAMBLE;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;
import static org.semlink.radio.waveform.OfdmParameters.TRAINING_START;

/**
 * What a burst's preamble and training symbols tell of its carrier offset and delay, being the known symbols farthest from its end, and
 * the noise on the carriers that the preamble leaves free.
 *
 * <p>The preamble repeats every 32 samples, so any window inside it is a symbol of 14 carriers: two windows, from 32 and from 256 samples
 * behind its start, keep clear of its ends by a prefix. They overlap by an eighth, so that {@code n} free carriers in each give
 * {@code 2 n / (1 + 1/64)} degrees of freedom.
 * Reused burst by burst; one thread.
 */
final class BurstHead {

    private static final int[] PREAMBLE_WINDOWS = {PREFIX, PREAMBLE - FFT};
    /** Middle of a window beyond its first sample. */
    static final double MIDDLE = (FFT - 1) / 2.0;

    private final float[] carriers = new float[2 * PREAMBLE_WINDOWS.length * CARRIERS];
    private boolean preamble;

    /** Reads the preamble of the burst whose first training window begins at {@code window}, if the buffer still holds all of it. */
    void read(SampleBuffer buffer, SymbolDemodulator demodulator, long window) {
        long start = window - TRAINING_START;
        preamble = start + PREAMBLE_WINDOWS[0] >= buffer.first();
        for (int i = 0; preamble && i < PREAMBLE_WINDOWS.length; i++) {
            demodulator.demodulate(buffer, start + PREAMBLE_WINDOWS[i], carriers, i * CARRIERS);
        }
    }

    /** Power on the carriers that the preamble leaves free, weighted, summed over both windows; 0 if there is no preamble. */
    double nullPower(CarrierNoise noise) {
        double power = 0;
        for (int i = 0; preamble && i < carriers.length; i += 2) {
            if (TrainingSignals.PREAMBLE_CARRIERS[i % (2 * CARRIERS)] == 0) {
                power += noise.weight(i / 2 % CARRIERS) * ((double) carriers[i] * carriers[i] + (double) carriers[i + 1] * carriers[i + 1]);
            }
        }
        return power;
    }

    /** How many of them there are; 0 if there is no preamble. */
    int nulls() {
        return preamble ? PREAMBLE_WINDOWS.length * (CARRIERS - TrainingSignals.PREAMBLE_LOADED) : 0;
    }

    /** Degrees of freedom of {@link #nullPower}, the windows' overlap considered. */
    double nullDegrees() {
        double overlap = (double) (PREAMBLE_WINDOWS[0] + FFT - PREAMBLE_WINDOWS[1]) / FFT;
        return nulls() / (1 + overlap * overlap);
    }

    /**
     * Adds preamble and training symbols to {@code fit}.
     *
     * @param training both training symbols' carriers
     * @param channel  the channel, whose phase is that of the training symbols
     * @param noise    how far each carrier is to be trusted
     * @param rate     residual carrier offset, rad per OFDM symbol
     */
    void addTo(ClockFit fit, float[] training, float[] channel, CarrierNoise noise, double rate) {
        for (int i = 0; preamble && i < PREAMBLE_WINDOWS.length; i++) {
            add(fit, carriers, i, TrainingSignals.PREAMBLE_CARRIERS, PREAMBLE_WINDOWS[i], channel, noise, rate);
        }
        add(fit, training, 0, TrainingSignals.TRAINING_CARRIERS, TRAINING_START, channel, noise, rate);
        add(fit, training, 1, TrainingSignals.TRAINING_CARRIERS, TRAINING_START + FFT, channel, noise, rate);
    }

    private static void add(ClockFit fit, float[] received, int symbol, float[] sent, int start, float[] channel,
            CarrierNoise noise, double rate) {
        double phase = rate * (start + FFT / 2.0 - TRAINING_START - FFT) / SYMBOL;
        for (int u = 0; u < CARRIERS; u++) {
            float hr = channel[2 * u] * sent[2 * u] - channel[2 * u + 1] * sent[2 * u + 1];
            float hi = channel[2 * u] * sent[2 * u + 1] + channel[2 * u + 1] * sent[2 * u];
            float yr = received[2 * (symbol * CARRIERS + u)];
            float yi = received[2 * (symbol * CARRIERS + u) + 1];
            float trust = noise.weight(u);
            fit.add(phase, trust * (hr * yr + hi * yi), trust * (hr * yi - hi * yr), trust * (hr * hr + hi * hi),
                    OfdmParameters.frequency(u));
        }
        fit.endSymbol(start + MIDDLE);
    }
}
