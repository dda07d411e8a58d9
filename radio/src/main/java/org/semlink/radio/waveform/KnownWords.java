// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD_START;

/**
 * What the known words of a single-carrier payload say of phase and timing.
 *
 * <p>A word u delayed by t symbols and turned by p is received as {@code y = exp(i p) (u - t D)}, D the derivative of its raised-cosine
 * interpolation: {@code D = i c u + D'}, c the word's mean frequency, D' orthogonal to u. {@code z = sum conj(u) y} and
 * {@code d = sum conj(D') y} hold all that y says of p and t. To the phase tracker they go as two carriers, as far above and below the
 * mean frequency as gives them D's energy. Reused burst by burst; one thread.
 */
final class KnownWords {

    /** Middle of the word in its epoch, in symbols. */
    static final double CENTRE = WORD_START + (WORD - 1) / 2.0;
    /** Phase per carrier spacing that a shift of one symbol makes. */
    private static final double TURN = 2 * Math.PI * SingleCarrierLayout.SAMPLES_PER_SYMBOL / OfdmParameters.FFT;
    /** Symbols on either side that the derivative is made of. */
    private static final int REACH = 4;

    /** D' of every word's symbols, interleaved, its energy, the word's own energy and mean frequency in rad per symbol. */
    private final double[] slope = new double[2 * WORD * SingleCarrierLayout.MAX_EPOCHS];
    private final double[] slopeEnergy = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] wordEnergy = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] frequency = new double[SingleCarrierLayout.MAX_EPOCHS];

    private final double[] real = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] imaginary = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] realSlope = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] imaginarySlope = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] energy = new double[SingleCarrierLayout.MAX_EPOCHS];

    KnownWords(double rollOff) {
        // Derivative of the raised-cosine pulse n symbols behind its centre.
        double[] pulse = new double[REACH + 1];
        for (int n = 1; n <= REACH; n++) {
            double x = 2 * rollOff * n;
            double shape = Math.abs(1 - x) < 1e-9 ? Math.PI / 4 : Math.cos(Math.PI * x / 2) / (1 - x * x);
            pulse[n] = (n % 2 == 0 ? 1.0 : -1.0) / n * shape;
        }
        for (int epoch = 0; epoch < SingleCarrierLayout.MAX_EPOCHS; epoch++) {
            derive(epoch, pulse);
        }
    }

    private void derive(int epoch, double[] pulse) {
        double cross = 0;
        for (int i = 0; i < WORD; i++) {
            double re = 0;
            double im = 0;
            for (int n = 1; n <= REACH; n++) {
                re += pulse[n] * (wordRe(epoch, i - n) - wordRe(epoch, i + n));
                im += pulse[n] * (wordIm(epoch, i - n) - wordIm(epoch, i + n));
            }
            slope[2 * (epoch * WORD + i)] = re;
            slope[2 * (epoch * WORD + i) + 1] = im;
            double ur = wordRe(epoch, i);
            double ui = wordIm(epoch, i);
            wordEnergy[epoch] += ur * ur + ui * ui;
            cross += ur * im - ui * re;
        }
        double c = cross / wordEnergy[epoch];
        frequency[epoch] = c;
        for (int i = 0; i < WORD; i++) {
            int at = 2 * (epoch * WORD + i);
            slope[at] += c * wordIm(epoch, i);
            slope[at + 1] -= c * wordRe(epoch, i);
            slopeEnergy[epoch] += slope[at] * slope[at] + slope[at + 1] * slope[at + 1];
        }
    }

    private static double wordRe(int epoch, int i) {
        return i < 0 || i >= WORD ? 0 : SingleCarrierLayout.wordRe(epoch, i);
    }

    private static double wordIm(int epoch, int i) {
        return i < 0 || i >= WORD ? 0 : SingleCarrierLayout.wordIm(epoch, i);
    }

    /** Reads the word of {@code epoch} among all {@code symbols}. */
    void measure(int epoch, float[] symbols) {
        double zr = 0;
        double zi = 0;
        double dr = 0;
        double di = 0;
        double yy = 0;
        for (int i = 0; i < WORD; i++) {
            double re = symbols[2 * (epoch * EPOCH + WORD_START + i)];
            double im = symbols[2 * (epoch * EPOCH + WORD_START + i) + 1];
            double ur = SingleCarrierLayout.wordRe(epoch, i);
            double ui = SingleCarrierLayout.wordIm(epoch, i);
            int at = 2 * (epoch * WORD + i);
            zr += ur * re + ui * im;
            zi += ur * im - ui * re;
            dr += slope[at] * re + slope[at + 1] * im;
            di += slope[at] * im - slope[at + 1] * re;
            yy += re * re + im * im;
        }
        real[epoch] = zr;
        imaginary[epoch] = zi;
        realSlope[epoch] = dr;
        imaginarySlope[epoch] = di;
        energy[epoch] = yy;
    }

    /**
     * Hands the word to the tracker as symbol {@code m}.
     *
     * @param slope phase per carrier spacing that has been taken off before, rad
     * @param unit  noise per carrier, as the tracker knows it, over the variance of a symbol here
     */
    void compress(int epoch, int m, double slope, double unit, PhaseTracker tracker) {
        double ratio = Math.sqrt(wordEnergy[epoch] / slopeEnergy[epoch]);
        for (int g = 0; g < OfdmParameters.GROUPS; g++) {
            int sign = g == 0 ? 1 : -1;
            if (g < 2) {
                double carrier = (frequency[epoch] + sign / ratio) / TURN;
                double cos = unit * Math.cos(slope * carrier);
                double sin = unit * Math.sin(slope * carrier);
                double re = 0.5 * (real[epoch] - sign * ratio * imaginarySlope[epoch]);
                double im = 0.5 * (imaginary[epoch] + sign * ratio * realSlope[epoch]);
                tracker.set(m, g, re * cos - im * sin, im * cos + re * sin, unit * wordEnergy[epoch] / 2, carrier);
            } else {
                tracker.set(m, g, 0, 0, 0, 0);
            }
        }
    }

    /** {@code sum |u|^2}: 16 on average. */
    double wordEnergy(int epoch) {
        return wordEnergy[epoch];
    }

    /** Real part of {@code z} turned back by {@code phase}, over the word's energy: the amplitude. */
    double amplitude(int epoch, double phase) {
        return (real[epoch] * Math.cos(phase) + imaginary[epoch] * Math.sin(phase)) / wordEnergy[epoch];
    }

    /** Phase of {@code z} beyond {@code phase}, in (-pi, pi]. */
    double beyond(int epoch, double phase) {
        double cos = Math.cos(phase);
        double sin = Math.sin(phase);
        return Math.atan2(imaginary[epoch] * cos - real[epoch] * sin, real[epoch] * cos + imaginary[epoch] * sin);
    }

    /** {@code sum |y exp(-i phase) / gain - u|^2}. */
    double residual(int epoch, double phase, double gain) {
        return energy[epoch] / (gain * gain) - wordEnergy[epoch] * (2 * amplitude(epoch, phase) / gain - 1);
    }
}
