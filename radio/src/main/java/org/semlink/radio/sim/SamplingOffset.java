// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sampling frequency offset: {@code y[m] = x(m (1 + e))}, e = {@code sfo} (or {@code clock}) parts per million by which the
 * transmitter's clock is fast; the stream comes out that much shorter.
 *
 * <p>Polyphase windowed sinc, 48 taps (Kaiser, beta 8) in 512 phases, linear between phases: error below -75 dB within 0.42 of the
 * sample rate on either side of the carrier. The output is late by {@link #LATENCY} samples.
 */
final class SamplingOffset implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("sfo", "clock", "freq"), SamplingOffset::from);

    static final int TAPS = 48;
    /** Samples by which the output is late. */
    static final int LATENCY = TAPS / 2;

    private static final int PHASES = 512;
    private static final double BETA = 8;
    private static final float[] FILTERS = filters();

    private final double ppm;
    private final double step;
    /** Input not yet used up, {@code TAPS} samples of history first; interleaved. */
    private float[] input = new float[0];
    private int inputLength;
    /** Stream index of the first sample in {@link #input}. */
    private long inputStart;
    private long outputIndex;

    SamplingOffset(double ppm) {
        this.ppm = ppm;
        this.step = 1 + ppm * 1e-6;
        reset(0);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double ppm = settings.spec().has("clock") ? settings.clockPpm() : settings.drawn("sfo", 0, 0, 1000);
        return ppm == 0 ? Optional.empty() : Optional.of(new SamplingOffset(ppm));
    }

    @Override
    public void reset(long seed) {
        inputStart = -TAPS;
        inputLength = TAPS;
        input = new float[2 * TAPS];
        outputIndex = 0;
    }

    @Override
    public void process(Block block) {
        append(block);
        int most = (int) ((inputLength - TAPS) / step) + 2;
        block.resize(most);
        int n = 0;
        while (true) {
            double position = outputIndex * step - LATENCY;
            long whole = (long) Math.floor(position);
            int first = (int) (whole - (TAPS / 2 - 1) - inputStart);
            if (first + TAPS > inputLength) {
                discard(Math.min(first, inputLength));
                break;
            }
            interpolate(first, position - whole, block.iq, 2 * n++);
            outputIndex++;
        }
        block.length = n;
    }

    private void append(Block block) {
        if (input.length < 2 * (inputLength + block.length)) {
            input = Arrays.copyOf(input, 2 * (inputLength + block.length));
        }
        System.arraycopy(block.iq, 0, input, 2 * inputLength, 2 * block.length);
        inputLength += block.length;
    }

    private void discard(int samples) {
        System.arraycopy(input, 2 * samples, input, 0, 2 * (inputLength - samples));
        inputLength -= samples;
        inputStart += samples;
    }

    /** The value at {@code fraction} behind the tap before the middle of the {@code TAPS} samples from {@code first}. */
    private void interpolate(int first, double fraction, float[] out, int at) {
        double phase = fraction * PHASES;
        int p = (int) phase;
        float between = (float) (phase - p);
        double re = 0;
        double im = 0;
        for (int k = 0; k < TAPS; k++) {
            float a = FILTERS[p * TAPS + k];
            float tap = a + between * (FILTERS[(p + 1) * TAPS + k] - a);
            re += tap * input[2 * (first + k)];
            im += tap * input[2 * (first + k) + 1];
        }
        out[at] = (float) re;
        out[at + 1] = (float) im;
    }

    /** {@code PHASES + 1} filters of unit gain at zero frequency; filter p delays by {@code TAPS/2 - 1 + p/PHASES}, counted from its end. */
    private static float[] filters() {
        WindowedSinc sinc = new WindowedSinc(TAPS, BETA);
        float[] all = new float[(PHASES + 1) * TAPS];
        for (int p = 0; p <= PHASES; p++) {
            double[] taps = new double[TAPS];
            double sum = 0;
            for (int k = 0; k < TAPS; k++) {
                taps[k] = sinc.at(k - (TAPS / 2 - 1) - (double) p / PHASES);
                sum += taps[k];
            }
            for (int k = 0; k < TAPS; k++) {
                all[p * TAPS + k] = (float) (taps[k] / sum);
            }
        }
        return all;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("sfo_ppm", ppm);
    }
}
