// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.SingleCarrierLayout.SAMPLES_PER_SYMBOL;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Samples of a single carrier to symbols, by least mean squared error in the frequency domain, un-biased.
 *
 * <p>A block of 2048 samples (1280 symbols) has the spectrum {@code Y_k = G_k S_(k mod 1280) + W_k}, G the pulse's spectrum times the
 * channel. With {@code Q_m = sum |G_k|^2} over the k that fold onto m and {@code v = 1.6 N0}, the estimate is
 * {@code S'_m = sum conj(G_k) Y_k / (Q_m + v)}. In time it is {@code b s + rest}, {@code b = mean Q / (Q + v)}, so everything is divided by
 * b; then the variance of the rest is {@code v' mean(Q / (Q + v)^2) / b^2} of noise, {@code v' = 1.6 N0'} with the true N0', plus
 * {@code (mean (Q / (Q + v))^2 - b^2) / b^2} of interference among symbols. For N0' = N0 the sum is {@code 1/b - 1}. Blocks overlap by a
 * quarter; of each the middle 960 symbols count, or the first of those. One thread.
 */
final class BlockEqualiser {

    static final int BLOCK = 2048;
    static final int SYMBOLS = 1280;
    /** Symbols of a block that count. */
    static final int STEP = 960;
    /** Samples of a block before its first symbol that counts. */
    static final int MARGIN = 256;
    private static final int MARGIN_SYMBOLS = 160;

    private static final Map<RootRaisedCosine, Tables> TABLES = new ConcurrentHashMap<>();

    private final Fft forward = new Fft(BLOCK);
    private final Fft backward = new Fft(SYMBOLS);
    private final int half;
    private final float[] pulse;
    private final ChannelInterpolator interpolator;
    private final float[] scratch = new float[2 * CARRIERS];
    private final float[] weights;
    private final float[] gain = new float[SYMBOLS];
    private final float[] oscillator = new float[2 * BLOCK];
    private final float[] samples = new float[2 * BLOCK];
    private final float[] folded = new float[2 * SYMBOLS];
    private double noisePerVariance;
    private double interference;

    BlockEqualiser(RootRaisedCosine shape) {
        Tables tables = TABLES.computeIfAbsent(shape, Tables::of);
        half = tables.pulse.length / 2;
        pulse = tables.pulse;
        interpolator = tables.interpolator;
        weights = new float[2 * (2 * half + 1)];
    }

    /** What follows from the pulse alone, read only: dear to compute, and there are few pulses. */
    private record Tables(float[] pulse, ChannelInterpolator interpolator) {

        static Tables of(RootRaisedCosine shape) {
            int half = (int) Math.round(SYMBOLS / 2 * (1 + shape.rollOff()));
            float[] pulse = new float[2 * half + 1];
            for (int i = 0; i <= 2 * half; i++) {
                pulse[i] = (float) shape.spectrum((double) (i - half) / BLOCK);
            }
            return new Tables(pulse, new ChannelInterpolator(half));
        }
    }

    /** Mean error variance of the channel estimate over the pulse's band, as a fraction of N0. */
    double loss(ChannelEstimator estimator) {
        double loss = 0;
        double weight = 0;
        for (int u = 0; u < CARRIERS; u++) {
            int i = ChannelInterpolator.FINE * OfdmParameters.frequency(u) + half;
            if (i >= 0 && i <= 2 * half) {
                double power = (double) pulse[i] * pulse[i];
                loss += power * estimator.loss(u);
                weight += power;
            }
        }
        return loss / weight;
    }

    /**
     * Sets the filter.
     *
     * @param channel   per used carrier, as {@link ChannelEstimator} has it
     * @param noise     noise variance N0 per sample
     * @param cfo       carrier offset to take off, rad per sample
     */
    void design(float[] channel, double noise, double cfo) {
        interpolator.interpolate(channel, scratch, weights);
        Arrays.fill(gain, 0);
        float amplitude = (float) (1 / OfdmParameters.CARRIER_AMPLITUDE);
        for (int i = 0; i <= 2 * half; i++) {
            weights[2 * i] *= pulse[i] * amplitude;
            weights[2 * i + 1] *= -pulse[i] * amplitude;
            gain[bin(i)] += weights[2 * i] * weights[2 * i] + weights[2 * i + 1] * weights[2 * i + 1];
        }
        double v = Math.max(SAMPLES_PER_SYMBOL * noise, Float.MIN_NORMAL);
        double bias = 0;
        double square = 0;
        double noiseGain = 0;
        for (int m = 0; m < SYMBOLS; m++) {
            double c = gain[m] / (gain[m] + v);
            bias += c / SYMBOLS;
            square += c * c / SYMBOLS;
            noiseGain += gain[m] / Math.pow(gain[m] + v, 2) / SYMBOLS;
        }
        noisePerVariance = SAMPLES_PER_SYMBOL * noiseGain / (bias * bias);
        interference = Math.max(0, square / (bias * bias) - 1);
        for (int i = 0; i <= 2 * half; i++) {
            float scale = (float) (1 / ((gain[bin(i)] + v) * bias * SYMBOLS));
            weights[2 * i] *= scale;
            weights[2 * i + 1] *= scale;
        }
        for (int n = 0; n < BLOCK; n++) {
            oscillator[2 * n] = (float) Math.cos(cfo * n);
            oscillator[2 * n + 1] = (float) -Math.sin(cfo * n);
        }
    }

    /** Variance of a symbol's error per noise variance of a sample. */
    double noisePerVariance() {
        return noisePerVariance;
    }

    /** Variance that other symbols leave in a symbol. */
    double interference() {
        return interference;
    }

    /** Bins on either side of the centre that have signal. */
    int half() {
        return half;
    }

    /** Spectrum of the block that was equalised last, the carrier offset taken off, interleaved; read only. */
    float[] spectrum() {
        return samples;
    }

    /** Symbol bin that sample bin {@code i - half} folds onto. */
    private int bin(int i) {
        int m = i - half;
        return m < 0 ? m + SYMBOLS : m < SYMBOLS ? m : m - SYMBOLS;
    }

    /**
     * Equalises the block whose first sample has stream index {@code at}; samples outside [{@code from}, {@code to}) count as 0.
     *
     * @param slope phase that the channel has gained per carrier spacing since it was estimated, rad
     * @param out   receives {@code count} symbols, 960 at most, from complex position {@code first} on; their phase is zero at {@code at}
     */
    void equalise(SampleBuffer buffer, long at, long from, long to, double slope, float[] out, int first, int count) {
        float[] x = buffer.data();
        int begin = (int) Math.max(0, Math.min(BLOCK, from - at));
        int end = (int) Math.max(begin, Math.min(BLOCK, to - at));
        Arrays.fill(samples, 0, 2 * begin, 0);
        Arrays.fill(samples, 2 * end, 2 * BLOCK, 0);
        int offset = buffer.offset(at);
        for (int n = 2 * begin; n < 2 * end; n += 2) {
            float re = x[offset + n];
            float im = x[offset + n + 1];
            samples[n] = re * oscillator[n] - im * oscillator[n + 1];
            samples[n + 1] = re * oscillator[n + 1] + im * oscillator[n];
        }
        forward.forward(samples);
        fold(slope / ChannelInterpolator.FINE);
        backward.inverse(folded);
        System.arraycopy(folded, 2 * MARGIN_SYMBOLS, out, 2 * first, 2 * count);
    }

    /** Weighs all bins, undoes the delay behind {@code slope} rad per bin, and adds up the bins of the same symbol frequency. */
    private void fold(double slope) {
        Arrays.fill(folded, 0);
        double stepRe = Math.cos(slope);
        double stepIm = -Math.sin(slope);
        double turnRe = Math.cos(slope * half);
        double turnIm = Math.sin(slope * half);
        for (int i = 0; i <= 2 * half; i++) {
            int k = i - half & BLOCK - 1;
            float re = samples[2 * k] * weights[2 * i] - samples[2 * k + 1] * weights[2 * i + 1];
            float im = samples[2 * k] * weights[2 * i + 1] + samples[2 * k + 1] * weights[2 * i];
            int m = bin(i);
            folded[2 * m] += (float) (re * turnRe - im * turnIm);
            folded[2 * m + 1] += (float) (re * turnIm + im * turnRe);
            double next = turnRe * stepRe - turnIm * stepIm;
            turnIm = turnRe * stepIm + turnIm * stepRe;
            turnRe = next;
        }
    }
}
