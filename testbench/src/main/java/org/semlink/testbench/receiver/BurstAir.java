// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import java.util.SplittableRandom;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.semlink.common.Seeds;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.Waveform;

/**
 * Single bursts in white noise with delay, phase and carrier offset known exactly: {@code A x(n - tau) exp(i (phi + w n)) + noise}.
 *
 * <p>A few bursts of different payload are kept, each delayed by a fraction of a sample through its spectrum; every call of
 * {@link #next} takes one of them, with whole samples of delay, phase, offset and noise of its own. One thread.
 */
final class BurstAir {

    /** Payload symbols of every burst: enough to be one, few enough that what is known dominates. */
    static final int PAYLOAD = 192;
    private static final int BURSTS = 16;
    private static final int LEAST_DELAY = 700;
    private static final int DELAYS = 1000;
    private static final int BEHIND = 300;

    private final Waveform waveform;
    private final FrameHeader header;
    private final SplittableRandom random;
    private final float[][] bursts = new float[BURSTS][];
    private final double[] fractions = new double[BURSTS];
    private final EstimationBounds bounds;
    private double delay;

    BurstAir(Waveform waveform, long seed) {
        this.waveform = waveform;
        random = Seeds.random(seed, "air");
        header = new FrameHeader(random.nextInt(1 << 16), 3, 7, PAYLOAD, new byte[FrameHeader.METADATA_BYTES]);
        float[] symbols = new float[2 * PAYLOAD];
        for (int i = 0; i < BURSTS; i++) {
            for (int j = 0; j < symbols.length; j++) {
                symbols[j] = (float) (Math.sqrt(0.5) * random.nextGaussian());
            }
            fractions[i] = random.nextDouble() - 0.5;
            bursts[i] = delayed(waveform.modulate(header, symbols).samples(), fractions[i]);
        }
        float[] burst = waveform.modulate(header, symbols).samples();
        for (int j = 0; j < symbols.length; j++) {
            symbols[j] = -symbols[j];
        }
        bounds = new EstimationBounds(burst, waveform.modulate(header, symbols).samples(), Waveform.BURST_POWER,
                waveform.totalSymbols(PAYLOAD) - PAYLOAD);
    }

    /** What estimates from these bursts can reach at best. */
    EstimationBounds bounds() {
        return bounds;
    }

    /** Header of every burst. */
    FrameHeader header() {
        return header;
    }

    /** Stream index, with its fraction, of the first sample of the burst that {@link #next} gave last. */
    double delay() {
        return delay;
    }

    /** A stream from index 0 with one burst in it, {@code cfo} in rad per sample, {@code sampleSnr} linear. */
    Iq next(double cfo, double sampleSnr) {
        int which = random.nextInt(BURSTS);
        int start = LEAST_DELAY + random.nextInt(DELAYS);
        float[] burst = bursts[which];
        delay = start + BEHIND + fractions[which];
        float[] air = noise(start + burst.length / 2 + BEHIND, Waveform.BURST_POWER / sampleSnr);
        double phase = 2 * Math.PI * random.nextDouble();
        for (int n = 0; n < burst.length / 2; n++) {
            double cos = Math.cos(phase + cfo * (start + n));
            double sin = Math.sin(phase + cfo * (start + n));
            air[2 * (start + n)] += (float) (burst[2 * n] * cos - burst[2 * n + 1] * sin);
            air[2 * (start + n) + 1] += (float) (burst[2 * n] * sin + burst[2 * n + 1] * cos);
        }
        return new Iq(air, waveform.sampleRateHz(), 0);
    }

    /** White noise of {@code variance} per complex sample, interleaved. */
    float[] noise(int samples, double variance) {
        double deviation = Math.sqrt(variance / 2);
        float[] noise = new float[2 * samples];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (deviation * random.nextGaussian());
        }
        return noise;
    }

    /** The burst behind {@value #BEHIND} samples that hold the first half of the delay's ringing, and as many that hold the second. */
    private static float[] delayed(float[] burst, double fraction) {
        int length = burst.length / 2 + 2 * BEHIND;
        Complex[] x = new Complex[2 * Integer.highestOneBit(length)];
        for (int n = 0; n < x.length; n++) {
            int from = 2 * (n - BEHIND);
            x[n] = from >= 0 && from < burst.length ? new Complex(burst[from], burst[from + 1]) : Complex.ZERO;
        }
        FastFourierTransformer transformer = new FastFourierTransformer(DftNormalization.STANDARD);
        Complex[] spectrum = transformer.transform(x, TransformType.FORWARD);
        for (int k = 0; k < x.length; k++) {
            int signed = k < x.length / 2 ? k : k - x.length;
            double phase = -2 * Math.PI * signed * fraction / x.length;
            spectrum[k] = spectrum[k].multiply(new Complex(Math.cos(phase), Math.sin(phase)));
        }
        Complex[] y = transformer.transform(spectrum, TransformType.INVERSE);
        float[] samples = new float[2 * length];
        for (int n = 0; n < length; n++) {
            samples[2 * n] = (float) y[n].getReal();
            samples[2 * n + 1] = (float) y[n].getImaginary();
        }
        return samples;
    }
}
