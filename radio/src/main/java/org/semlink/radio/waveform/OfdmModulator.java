// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.TRAINING_PREFIX;

import java.util.Arrays;

/**
 * Builds the samples of OFDM symbols, and the known head of every burst from them.
 *
 * <p>A symbol is {@code x_n = A / sqrt(256) sum_k X_k exp(2 pi i k n / 256)}, n from -32 (its cyclic prefix) to 255, with A =
 * {@link OfdmParameters#CARRIER_AMPLITUDE}. Data carriers behind the last payload symbol, and all of a mid-amble, are filled with known
 * signs. One burst each.
 */
final class OfdmModulator {

    private static final Fft TRANSFORM = new Fft(FFT);
    private static final float SCALE = (float) (OfdmParameters.CARRIER_AMPLITUDE / Math.sqrt(FFT));

    private final float[] burst;
    private final float[] carriers = new float[2 * FFT];
    private int position;

    /** Writes into {@code burst}, from complex sample {@code from} on. */
    OfdmModulator(float[] burst, int from) {
        this.burst = burst;
        this.position = 2 * from;
    }

    /** A whole burst: the head that all formats share, and the payload in its own. */
    static float[] burst(FrameHeader header, PayloadFormat format, float[] symbols) {
        float[] burst = new float[2 * (OfdmParameters.PAYLOAD_START + format.samples(header.payloadSymbols()))];
        new OfdmModulator(burst, 0).head(header, format);
        format.modulate(symbols, burst, OfdmParameters.PAYLOAD_START);
        return burst;
    }

    /** Payload symbols, 192 to an OFDM symbol, of which the first follows the header, and mid-ambles among them. */
    void payload(OfdmFormat format, float[] symbols) {
        int count = format.ofdmSymbols(symbols.length / 2);
        for (int i = 0; i < count; i++) {
            int first = format.midamble(i) ? symbols.length / 2 : format.payloadBefore(i);
            payload(OfdmParameters.HEADER_SYMBOLS + i, first, symbols);
        }
    }

    private void head(FrameHeader header, PayloadFormat format) {
        append(TrainingSignals.PREAMBLE, 0, FFT);
        append(TrainingSignals.PREAMBLE, 0, FFT);
        append(TrainingSignals.TRAINING, FFT - TRAINING_PREFIX, TRAINING_PREFIX);
        append(TrainingSignals.TRAINING, 0, FFT);
        append(TrainingSignals.TRAINING, 0, FFT);
        float[] coded = HeaderCoder.encode(header, format);
        for (int m = 0; m < OfdmParameters.HEADER_SYMBOLS; m++) {
            header(m, coded);
        }
    }

    private void header(int m, float[] coded) {
        pilots(m);
        int[] data = CarrierMap.data(m);
        for (int i = 0; i < DATA; i++) {
            carriers[2 * OfdmParameters.bin(data[i])] = coded[m * DATA + i];
        }
        symbol();
    }

    /** One OFDM symbol with the payload from symbol {@code first} on. */
    private void payload(int symbol, int first, float[] symbols) {
        pilots(symbol);
        int[] data = CarrierMap.data(symbol);
        for (int i = 0; i < DATA; i++) {
            float sign = CarrierMap.scramble(symbol, i);
            int bin = OfdmParameters.bin(data[i]);
            int from = 2 * (first + i);
            boolean filler = from >= symbols.length;
            carriers[2 * bin] = filler ? sign : sign * symbols[from];
            carriers[2 * bin + 1] = filler ? 0 : sign * symbols[from + 1];
        }
        symbol();
    }

    private void pilots(int symbol) {
        Arrays.fill(carriers, 0);
        for (int group = 0; group < OfdmParameters.GROUPS; group++) {
            carriers[2 * OfdmParameters.bin(CarrierMap.pilot(symbol, group))] = CarrierMap.pilotSign(symbol, group);
        }
    }

    private void symbol() {
        TRANSFORM.inverse(carriers);
        for (int i = 0; i < carriers.length; i++) {
            carriers[i] *= SCALE;
        }
        append(carriers, FFT - PREFIX, PREFIX);
        append(carriers, 0, FFT);
    }

    private void append(float[] from, int first, int samples) {
        System.arraycopy(from, 2 * first, burst, position, 2 * samples);
        position += 2 * samples;
    }
}
