// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;

import java.util.Arrays;

/**
 * Delay of the strongest path of a channel given on the used carriers, in samples with its fraction.
 *
 * <p>Maximises {@code |a(d)|^2}, {@code a(d) = sum_k H_k exp(2 pi i k d / 256)}: for one path the maximum-likelihood delay. A transform of
 * four times the length gives the maximum to a quarter of a sample, Newton's method on the derivative the rest. Reused burst by burst; one
 * thread.
 */
final class StrongestPath {

    private static final int FINE = 4;
    private static final int STEPS = 4;
    /** Newton's next step is about the square of this one. */
    private static final double CONVERGED = 1e-5;
    private static final double RADIANS = 2 * Math.PI / FFT;

    private final Fft transform = new Fft(FINE * FFT);
    private final float[] response = new float[2 * FINE * FFT];

    /** The delay, between -32 and 64 samples, of {@code channel} (208 carriers, interleaved). */
    double delay(float[] channel) {
        Arrays.fill(response, 0);
        for (int u = 0; u < CARRIERS; u++) {
            int bin = OfdmParameters.frequency(u) & (FINE * FFT - 1);
            response[2 * bin] = channel[2 * u];
            response[2 * bin + 1] = channel[2 * u + 1];
        }
        transform.inverse(response);
        int best = 0;
        double bestPower = -1;
        for (int d = -FINE * FFT / 8; d <= FINE * FFT / 4; d++) {
            int i = 2 * (d & (FINE * FFT - 1));
            double power = (double) response[i] * response[i] + (double) response[i + 1] * response[i + 1];
            if (power > bestPower) {
                bestPower = power;
                best = d;
            }
        }
        return refine(channel, (double) best / FINE);
    }

    /** Newton's steps from {@code delay}; a step of more than the grid's spacing means that there is no maximum to go to. */
    private static double refine(float[] channel, double delay) {
        double refined = delay;
        for (int step = 0; step < STEPS; step++) {
            double change = newton(channel, refined);
            if (!(Math.abs(refined + change - delay) < 1.0 / FINE)) {
                return delay;
            }
            refined += change;
            if (Math.abs(change) < CONVERGED) {
                break;
            }
        }
        return refined;
    }

    /** With a, a' and a'' at {@code delay}: {@code -Re(a* a') / (|a'|^2 + Re(a* a''))}. */
    private static double newton(float[] channel, double delay) {
        double re = 0;
        double im = 0;
        double re1 = 0;
        double im1 = 0;
        double re2 = 0;
        double im2 = 0;
        for (int u = 0; u < CARRIERS; u++) {
            double w = RADIANS * OfdmParameters.frequency(u);
            double cos = Math.cos(w * delay);
            double sin = Math.sin(w * delay);
            double vr = channel[2 * u] * cos - channel[2 * u + 1] * sin;
            double vi = channel[2 * u] * sin + channel[2 * u + 1] * cos;
            re += vr;
            im += vi;
            re1 -= w * vi;
            im1 += w * vr;
            re2 -= w * w * vr;
            im2 -= w * w * vi;
        }
        return -(re * re1 + im * im1) / (re1 * re1 + im1 * im1 + re * re2 + im * im2);
    }
}
