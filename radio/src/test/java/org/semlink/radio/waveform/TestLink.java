// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.semlink.radio.Iq;

/** The plainest possible air for tests: silence around a burst, taps, carrier offset, white noise. Everything in double, nothing clever. */
final class TestLink {

    static final OfdmWaveform WAVEFORM = new OfdmWaveform();

    private TestLink() {
    }

    static float[] gaussianSymbols(int count, long seed) {
        Random random = new Random(seed);
        float[] symbols = new float[2 * count];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (random.nextGaussian() * Math.sqrt(0.5));
        }
        return symbols;
    }

    static FrameHeader header(int payloadSymbols, long seed) {
        byte[] metadata = new byte[FrameHeader.METADATA_BYTES];
        Random random = new Random(seed);
        random.nextBytes(metadata);
        return new FrameHeader(random.nextInt(1 << 16), 3, 7, payloadSymbols, metadata);
    }

    static float[] burst(int payloadSymbols, long seed) {
        return burst(WAVEFORM, payloadSymbols, seed);
    }

    static float[] burst(Waveform waveform, int payloadSymbols, long seed) {
        return waveform.modulate(header(payloadSymbols, seed), gaussianSymbols(payloadSymbols, seed)).samples();
    }

    /** {@code before} zeros, the samples, {@code after} zeros. */
    static float[] pad(float[] samples, int before, int after) {
        float[] padded = new float[samples.length + 2 * (before + after)];
        System.arraycopy(samples, 0, padded, 2 * before, samples.length);
        return padded;
    }

    /** Delayed copies: tap i is {delay in samples, real, imaginary}. */
    static float[] multipath(float[] x, double[]... taps) {
        float[] y = new float[x.length];
        for (int n = 0; n < x.length / 2; n++) {
            double re = 0;
            double im = 0;
            for (double[] tap : taps) {
                int from = n - (int) tap[0];
                if (from >= 0) {
                    re += x[2 * from] * tap[1] - x[2 * from + 1] * tap[2];
                    im += x[2 * from] * tap[2] + x[2 * from + 1] * tap[1];
                }
            }
            y[2 * n] = (float) re;
            y[2 * n + 1] = (float) im;
        }
        return y;
    }

    /** Turns sample n by {@code phase + cfo n}. */
    static float[] rotate(float[] x, double cfo, double phase) {
        float[] y = new float[x.length];
        for (int n = 0; n < x.length / 2; n++) {
            double cos = Math.cos(phase + cfo * n);
            double sin = Math.sin(phase + cfo * n);
            y[2 * n] = (float) (x[2 * n] * cos - x[2 * n + 1] * sin);
            y[2 * n + 1] = (float) (x[2 * n] * sin + x[2 * n + 1] * cos);
        }
        return y;
    }

    /** Adds complex Gaussian noise of {@code variance} per complex sample. */
    static float[] noise(float[] x, double variance, long seed) {
        Random random = new Random(seed);
        double deviation = Math.sqrt(variance / 2);
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) (x[i] + deviation * random.nextGaussian());
        }
        return y;
    }

    /** Noise variance per sample that gives payload symbols this Es/N0 over a channel of gain 1. */
    static double noiseVariance(double snr) {
        return noiseVariance(WAVEFORM, snr);
    }

    static double noiseVariance(Waveform waveform, double snr) {
        return Waveform.BURST_POWER / (snr * waveform.sampleSnrPerSymbolSnr());
    }

    /** All frames of a stream pushed at once. */
    static List<ReceivedFrame> receive(float[] samples) {
        return receive(samples, new int[] {samples.length / 2});
    }

    /** All frames of a stream pushed in pieces of these lengths, over and over. */
    static List<ReceivedFrame> receive(float[] samples, int[] pieces) {
        return receive(WAVEFORM, samples, pieces);
    }

    /** As above, by a receiver of {@code waveform}. */
    static List<ReceivedFrame> receive(Waveform waveform, float[] samples, int... pieces) {
        FrameReceiver receiver = waveform.receiver();
        List<ReceivedFrame> frames = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < samples.length / 2; i++) {
            int length = Math.min(pieces[i % pieces.length], samples.length / 2 - at);
            float[] piece = java.util.Arrays.copyOfRange(samples, 2 * at, 2 * (at + length));
            frames.addAll(receiver.push(new Iq(piece, waveform.sampleRateHz(), at)));
            at += length;
        }
        frames.addAll(receiver.finish());
        return frames;
    }

    /** Mean of {@code |received - sent|^2} over the symbols that arrived. */
    static double errorVariance(ReceivedSymbols received, float[] sent) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < received.length(); i++) {
            if (received.noiseVariance()[i] < Float.POSITIVE_INFINITY) {
                double re = received.symbols()[2 * i] - sent[2 * i];
                double im = received.symbols()[2 * i + 1] - sent[2 * i + 1];
                sum += re * re + im * im;
                count++;
            }
        }
        return sum / count;
    }

    /** Mean of the predicted variances of the symbols that arrived. */
    static double predictedVariance(ReceivedSymbols received) {
        double sum = 0;
        int count = 0;
        for (float variance : received.noiseVariance()) {
            if (variance < Float.POSITIVE_INFINITY) {
                sum += variance;
                count++;
            }
        }
        return sum / count;
    }
}
