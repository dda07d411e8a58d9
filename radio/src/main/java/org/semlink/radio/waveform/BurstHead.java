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
    private static final double OVERLAP = (double) (PREAMBLE_WINDOWS[0] + FFT - PREAMBLE_WINDOWS[1]) / FFT;
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
        return nulls() / (1 + OVERLAP * OVERLAP);
    }

    /**
     * The preamble's amplitude against a channel that was estimated without it: {@code Re sum conj(H x) y / sum |H x|^2}, what the
     * estimate's own noise adds to the latter taken off.
     *
     * @param level N0 per carrier
     * @param rate  residual carrier offset, rad per OFDM symbol
     */
    Amplitude amplitude(ChannelEstimator estimator, CarrierNoise noise, double level, double rate) {
        float[] h = estimator.channel();
        float[] sent = TrainingSignals.PREAMBLE_CARRIERS;
        double cross = 0;
        double power = 0;
        for (int i = 0; preamble && i < PREAMBLE_WINDOWS.length; i++) {
            double phase = phase(rate, PREAMBLE_WINDOWS[i]);
            double cos = Math.cos(phase);
            double sin = Math.sin(phase);
            for (int u = 0; u < CARRIERS; u++) {
                double hr = h[2 * u] * sent[2 * u] - h[2 * u + 1] * sent[2 * u + 1];
                double hi = h[2 * u] * sent[2 * u + 1] + h[2 * u + 1] * sent[2 * u];
                double yr = carriers[2 * (i * CARRIERS + u)];
                double yi = carriers[2 * (i * CARRIERS + u) + 1];
                double energy = sent[2 * u] * sent[2 * u] + sent[2 * u + 1] * sent[2 * u + 1];
                cross += noise.weight(u) * ((hr * yr + hi * yi) * cos + (hr * yi - hi * yr) * sin);
                power += noise.weight(u) * (hr * hr + hi * hi - level * estimator.loss(u) * energy);
            }
        }
        return power > 0 ? new Amplitude(cross / power, 2 * power / level / (1 + OVERLAP)) : new Amplitude(1, 0);
    }

    /** An amplitude relative to the channel estimate's, and one over its variance; nothing known where that is 0. */
    record Amplitude(double value, double information) {
    }

    private static double phase(double rate, int start) {
        return rate * (start + FFT / 2.0 - TRAINING_START - FFT) / SYMBOL;
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
        double phase = phase(rate, start);
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
