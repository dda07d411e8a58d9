// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;

/**
 * Takes an unmodulated carrier off a stretch of samples: frequency by maximum likelihood, amplitude and phase in as many pieces of the
 * stretch as pay.
 *
 * <p>Turned back by a first guess, samples are summed by 64, {@code z_b}; the maximum of {@code |sum z_b exp(-i w b)|} is found by a
 * transform and Newton's method. Of 1 to 32 equal pieces, each with the mean of z as its tone, those are taken that leave the least energy,
 * three times the variance of a sum counted for every piece; what is below 20 of those in all is left alone, for the strongest line of
 * noise alone may have 13. A burst of N samples loses 1/N of its power with a steady tone.
 * Reused; one thread.
 */
final class ToneRemover {

    private static final int SUM = 64;
    private static final int FINE = 4096;
    private static final int MOST_PIECES = 32;
    private static final double PRICE = 3;
    private static final double CLEAR = 20;
    private static final int STEPS = 3;

    private final Fft transform = new Fft(FINE);
    private final float[] padded = new float[2 * FINE];
    private final double[] re = new double[FINE / 2];
    private final double[] im = new double[FINE / 2];
    private final double[] pieceRe = new double[MOST_PIECES];
    private final double[] pieceIm = new double[MOST_PIECES];

    /**
     * Removes a tone from samples {@code from} to {@code to - 1} of the buffer, in place; false if there is none that is clear.
     *
     * @param frequency rad per sample, right to 0.02
     */
    boolean remove(SampleBuffer buffer, long from, long to, double frequency) {
        int sums = (int) Math.min((to - from) / SUM, re.length);
        if (sums < 2) {
            return false;
        }
        float[] x = buffer.data();
        int offset = buffer.offset(from);
        sum(x, offset, sums, frequency);
        double exact = frequency + rate(sums) / SUM;
        sum(x, offset, sums, exact);
        int pieces = pieces(sums);
        double left = fit(sums, pieces);
        boolean clear = energy(sums) - left > Math.max(CLEAR, PRICE * pieces) * left / Math.max(1, sums - pieces);
        if (clear) {
            subtract(x, offset, (int) (to - from), sums, pieces, exact);
        }
        return clear;
    }

    private double energy(int sums) {
        double energy = 0;
        for (int b = 0; b < sums; b++) {
            energy += re[b] * re[b] + im[b] * im[b];
        }
        return energy;
    }

    /** Means of 64 samples each, turned back by {@code frequency}, phase zero at the first sample of all. */
    private void sum(float[] x, int offset, int sums, double frequency) {
        double stepRe = Math.cos(frequency);
        double stepIm = -Math.sin(frequency);
        for (int b = 0; b < sums; b++) {
            double cos = Math.cos(frequency * SUM * b);
            double sin = -Math.sin(frequency * SUM * b);
            double sumRe = 0;
            double sumIm = 0;
            for (int n = 0; n < SUM; n++) {
                int at = offset + 2 * (SUM * b + n);
                sumRe += x[at] * cos - x[at + 1] * sin;
                sumIm += x[at] * sin + x[at + 1] * cos;
                double next = cos * stepRe - sin * stepIm;
                sin = cos * stepIm + sin * stepRe;
                cos = next;
            }
            re[b] = sumRe / SUM;
            im[b] = sumIm / SUM;
        }
    }

    /** Turn per sum, rad, of the strongest line. */
    private double rate(int sums) {
        Arrays.fill(padded, 0);
        for (int b = 0; b < sums; b++) {
            padded[2 * b] = (float) re[b];
            padded[2 * b + 1] = (float) im[b];
        }
        transform.forward(padded);
        int best = 0;
        double most = -1;
        for (int k = 0; k < FINE; k++) {
            double power = (double) padded[2 * k] * padded[2 * k] + (double) padded[2 * k + 1] * padded[2 * k + 1];
            if (power > most) {
                most = power;
                best = k;
            }
        }
        double coarse = 2 * Math.PI * (best < FINE / 2 ? best : best - FINE) / FINE;
        double rate = coarse;
        for (int step = 0; step < STEPS; step++) {
            rate += newton(sums, rate);
        }
        return Math.abs(rate - coarse) < 2 * Math.PI / FINE ? rate : coarse;
    }

    /** Newton's step towards the maximum of {@code |a|^2}, {@code a = sum z_b exp(-i w b)}. */
    private double newton(int sums, double w) {
        double a = 0;
        double b = 0;
        double a1 = 0;
        double b1 = 0;
        double a2 = 0;
        double b2 = 0;
        for (int n = 0; n < sums; n++) {
            double t = n - sums / 2.0;
            double cos = Math.cos(w * t);
            double sin = Math.sin(w * t);
            double vr = re[n] * cos + im[n] * sin;
            double vi = im[n] * cos - re[n] * sin;
            a += vr;
            b += vi;
            a1 += t * vi;
            b1 -= t * vr;
            a2 -= t * t * vr;
            b2 -= t * t * vi;
        }
        return -(a * a1 + b * b1) / (a1 * a1 + b1 * b1 + a * a2 + b * b2);
    }

    /** Fills the means of {@code pieces} pieces; the energy that they leave. */
    private double fit(int sums, int pieces) {
        double left = 0;
        for (int p = 0; p < pieces; p++) {
            int begin = begin(sums, pieces, p);
            int end = begin(sums, pieces, p + 1);
            double meanRe = 0;
            double meanIm = 0;
            for (int b = begin; b < end; b++) {
                meanRe += re[b] / (end - begin);
                meanIm += im[b] / (end - begin);
                left += re[b] * re[b] + im[b] * im[b];
            }
            left -= (end - begin) * (meanRe * meanRe + meanIm * meanIm);
            pieceRe[p] = meanRe;
            pieceIm[p] = meanIm;
        }
        return left;
    }

    private static int begin(int sums, int pieces, int piece) {
        return sums * piece / pieces;
    }

    private int pieces(int sums) {
        int most = 1;
        while (2 * most <= MOST_PIECES && 4 * most <= sums) {
            most *= 2;
        }
        double variance = fit(sums, most) / Math.max(1, sums - most);
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int pieces = 1; pieces <= most; pieces *= 2) {
            double cost = fit(sums, pieces) + PRICE * pieces * variance;
            if (cost < least) {
                least = cost;
                best = pieces;
            }
        }
        return best;
    }

    private void subtract(float[] x, int offset, int samples, int sums, int pieces, double frequency) {
        double stepRe = Math.cos(frequency);
        double stepIm = Math.sin(frequency);
        for (int p = 0; p < pieces; p++) {
            int begin = SUM * begin(sums, pieces, p);
            int end = p == pieces - 1 ? samples : SUM * begin(sums, pieces, p + 1);
            double cos = Math.cos(frequency * begin);
            double sin = Math.sin(frequency * begin);
            double toneRe = pieceRe[p] * cos - pieceIm[p] * sin;
            double toneIm = pieceRe[p] * sin + pieceIm[p] * cos;
            for (int n = begin; n < end; n++) {
                x[offset + 2 * n] -= (float) toneRe;
                x[offset + 2 * n + 1] -= (float) toneIm;
                double next = toneRe * stepRe - toneIm * stepIm;
                toneIm = toneRe * stepIm + toneIm * stepRe;
                toneRe = next;
            }
        }
    }
}
