// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.PREAMBLE;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.SHORT;
import static org.semlink.radio.waveform.OfdmParameters.TRAINING_START;

import java.util.Arrays;

/**
 * Second look at a candidate: refines its carrier offset, proves it by cross-correlation with the training symbol, and places the
 * receiver's transform window.
 *
 * <p>Carrier offset: phase of the preamble against itself 64 and 256 samples later, each resolving the next one's ambiguity, then of the
 * second training symbol against the first, carrier by carrier. Proof: both training symbols added coherently, correlated with the known
 * one over +-256 samples; {@code |c|^2} over both energies must exceed 0.07 (noise: 512 exp(-0.07 * 256) = 8e-6 per candidate). Window:
 * the channel's impulse response (Hann-weighted over the carriers) above -20 dB of its peak and above the noise is centred in the cyclic
 * prefix. One thread; results hold until the next call.
 */
final class BurstSynchroniser {

    private static final int SEARCH = 256;
    private static final double PROOF = 0.07;
    /** A tap counts as a path from here on, relative to the strongest (-20 dB) and to the mean noise tap. */
    private static final double PATH = 0.01;
    private static final double ABOVE_NOISE = 12;
    /** Latest and earliest path looked at, relative to the strongest, in samples. */
    private static final int SPREAD = 40;

    private final Fft correlator = new Fft(4 * FFT);
    private final Fft transform = new Fft(FFT);
    private final float[] reference = new float[8 * FFT];
    private final float[] block = new float[8 * FFT];
    private final float[] sum = new float[8 * FFT];
    private final float[] response = new float[2 * FFT];
    private final SymbolDemodulator demodulator = new SymbolDemodulator();
    private final float[] first = new float[2 * CARRIERS];
    private final float[] second = new float[2 * CARRIERS];
    private final double[] hann = new double[CARRIERS];

    private long window;
    private double cfo;

    BurstSynchroniser() {
        System.arraycopy(TrainingSignals.TRAINING, 0, reference, 0, 2 * FFT);
        correlator.forward(reference);
        for (int u = 0; u < CARRIERS; u++) {
            double edge = OfdmParameters.LAST_CARRIER + 1;
            hann[u] = 0.5 + 0.5 * Math.cos(Math.PI * OfdmParameters.frequency(u) / edge);
        }
    }

    /** Samples from a candidate's position on that {@link #locate} reads. */
    static int reach() {
        return TRAINING_START + 2 * FFT + SEARCH + 2 * SPREAD;
    }

    /** Whether a burst begins near {@code position}; the buffer must hold {@link #reach} samples from there on. */
    boolean locate(SampleBuffer buffer, long position, double coarseCfo) {
        cfo = refine(buffer, position, 4 * SHORT, coarseCfo);
        cfo = refine(buffer, position, FFT, cfo);
        long peak = correlate(buffer, position + TRAINING_START - SEARCH);
        if (peak < 0) {
            return false;
        }
        readTraining(buffer, peak - PREFIX / 2);
        cfo += trainingCfo();
        window = peak - PREFIX / 2 + pathCentre() - PREFIX / 2;
        return true;
    }

    /** Stream index at which the transform window of the first training symbol begins, up to a prefix early. */
    long window() {
        return window;
    }

    /** Carrier offset in rad per sample. */
    double cfo() {
        return cfo;
    }

    private static double refine(SampleBuffer buffer, long position, int lag, double known) {
        float[] x = buffer.data();
        int offset = buffer.offset(position);
        double re = 0;
        double im = 0;
        for (int i = offset; i < offset + 2 * (PREAMBLE - lag); i += 2) {
            float br = x[i + 2 * lag];
            float bi = x[i + 2 * lag + 1];
            re += x[i] * br + x[i + 1] * bi;
            im += x[i] * bi - x[i + 1] * br;
        }
        double phase = Math.atan2(im, re);
        return known + Math.IEEEremainder(phase - known * lag, 2 * Math.PI) / lag;
    }

    /** Index of the first training symbol within 512 samples from {@code from}, or -1 if it is not there. */
    private long correlate(SampleBuffer buffer, long from) {
        float[] x = buffer.data();
        int offset = buffer.offset(from);
        double turn = cfo * FFT;
        float cr = (float) Math.cos(turn);
        float ci = (float) -Math.sin(turn);
        for (int n = 0; n < 2 * SEARCH + FFT; n++) {
            float br = x[offset + 2 * (n + FFT)];
            float bi = x[offset + 2 * (n + FFT) + 1];
            float re = x[offset + 2 * n] + br * cr - bi * ci;
            float im = x[offset + 2 * n + 1] + br * ci + bi * cr;
            float pr = (float) Math.cos(cfo * n);
            float pi = (float) -Math.sin(cfo * n);
            sum[2 * n] = re * pr - im * pi;
            sum[2 * n + 1] = re * pi + im * pr;
        }
        System.arraycopy(sum, 0, block, 0, sum.length);
        correlator.forward(block);
        multiplyConjugate(block, reference);
        correlator.inverse(block);
        int best = strongest(block, 2 * SEARCH);
        double scale = 1.0 / (4 * FFT);
        double power = square(block, best) * scale * scale;
        double energy = energy(sum, best) * energy(TrainingSignals.TRAINING, 0);
        return power > PROOF * energy ? from + best : -1;
    }

    private void readTraining(SampleBuffer buffer, long at) {
        demodulator.tune(cfo, at);
        demodulator.demodulate(buffer, at, first, 0);
        demodulator.demodulate(buffer, at + FFT, second, 0);
    }

    private double trainingCfo() {
        double re = 0;
        double im = 0;
        for (int i = 0; i < 2 * CARRIERS; i += 2) {
            re += first[i] * second[i] + first[i + 1] * second[i + 1];
            im += first[i] * second[i + 1] - first[i + 1] * second[i];
        }
        return Math.atan2(im, re) / FFT;
    }

    /** Middle of the earliest and the latest path, in samples from the start of the window just read. */
    private int pathCentre() {
        Arrays.fill(response, 0);
        float[] known = TrainingSignals.TRAINING_CARRIERS;
        for (int u = 0; u < CARRIERS; u++) {
            double re = (double) first[2 * u] + second[2 * u];
            double im = (double) first[2 * u + 1] + second[2 * u + 1];
            int bin = OfdmParameters.bin(u);
            response[2 * bin] = (float) (hann[u] * (re * known[2 * u] + im * known[2 * u + 1]));
            response[2 * bin + 1] = (float) (hann[u] * (im * known[2 * u] - re * known[2 * u + 1]));
        }
        transform.inverse(response);
        int peak = strongest(response, FFT);
        double noise = 0;
        for (int d = FFT / 4; d < FFT * 3 / 4; d++) {
            noise += square(response, peak + d & (FFT - 1)) / (FFT / 2);
        }
        double threshold = Math.max(PATH * square(response, peak), ABOVE_NOISE * noise);
        int early = 0;
        int late = 0;
        for (int d = 1; d <= SPREAD; d++) {
            early = square(response, peak - d & (FFT - 1)) > threshold ? d : early;
            late = square(response, peak + d & (FFT - 1)) > threshold ? d : late;
        }
        int signed = peak < FFT / 2 ? peak : peak - FFT;
        return signed + (late - early) / 2;
    }

    private static void multiplyConjugate(float[] a, float[] b) {
        for (int i = 0; i < a.length; i += 2) {
            float re = a[i] * b[i] + a[i + 1] * b[i + 1];
            a[i + 1] = a[i + 1] * b[i] - a[i] * b[i + 1];
            a[i] = re;
        }
    }

    private static int strongest(float[] x, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (square(x, i) > square(x, best)) {
                best = i;
            }
        }
        return best;
    }

    private static double energy(float[] x, int from) {
        double energy = 0;
        for (int i = from; i < from + FFT; i++) {
            energy += square(x, i);
        }
        return energy;
    }

    private static double square(float[] x, int i) {
        return (double) x[2 * i] * x[2 * i] + (double) x[2 * i + 1] * x[2 * i + 1];
    }
}
