// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD_START;

/**
 * What the known words of a single-carrier payload say of phase and timing.
 *
 * <p>A word u delayed by t symbols and turned by p is received as {@code y = exp(i p) (u - t D)}, D the derivative of its raised-cosine
 * interpolation. {@code z = sum u y} and {@code d = sum D y} hold all that y says of p and t: D is orthogonal to u. To the phase tracker
 * they go as two carriers at the frequency that has D's energy. Reused burst by burst; one thread.
 */
final class KnownWords {

    /** Middle of the word in its epoch, in symbols. */
    static final double CENTRE = WORD_START + (WORD - 1) / 2.0;
    /** Phase per carrier spacing that a shift of one symbol makes. */
    private static final double TURN = 2 * Math.PI * SingleCarrierLayout.SAMPLES_PER_SYMBOL / OfdmParameters.FFT;
    /** Symbols on either side that the derivative is made of. */
    private static final int REACH = 4;

    /** Derivative of the raised-cosine pulse n symbols behind its centre. */
    private final double[] pulse = new double[REACH + 1];
    private final double[] real = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] imaginary = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] realSlope = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] imaginarySlope = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] slopeEnergy = new double[SingleCarrierLayout.MAX_EPOCHS];
    private final double[] energy = new double[SingleCarrierLayout.MAX_EPOCHS];

    KnownWords(double rollOff) {
        for (int n = 1; n <= REACH; n++) {
            double x = 2 * rollOff * n;
            double shape = Math.abs(1 - x) < 1e-9 ? Math.PI / 4 : Math.cos(Math.PI * x / 2) / (1 - x * x);
            pulse[n] = (n % 2 == 0 ? 1.0 : -1.0) / n * shape;
        }
    }

    /** Reads the word of {@code epoch} among all {@code symbols}. */
    void measure(int epoch, float[] symbols) {
        double zr = 0;
        double zi = 0;
        double dr = 0;
        double di = 0;
        double dd = 0;
        double yy = 0;
        for (int i = 0; i < WORD; i++) {
            int at = 2 * (epoch * EPOCH + WORD_START + i);
            double u = SingleCarrierLayout.word(epoch, i);
            double d = derivative(epoch, i);
            zr += u * symbols[at];
            zi += u * symbols[at + 1];
            dr += d * symbols[at];
            di += d * symbols[at + 1];
            dd += d * d;
            yy += (double) symbols[at] * symbols[at] + (double) symbols[at + 1] * symbols[at + 1];
        }
        // Back from the diagonal, on which known symbols lie.
        real[epoch] = SingleCarrierLayout.AXIS * (zr + zi);
        imaginary[epoch] = SingleCarrierLayout.AXIS * (zi - zr);
        realSlope[epoch] = SingleCarrierLayout.AXIS * (dr + di);
        imaginarySlope[epoch] = SingleCarrierLayout.AXIS * (di - dr);
        slopeEnergy[epoch] = dd;
        energy[epoch] = yy;
    }

    private double derivative(int epoch, int i) {
        double sum = 0;
        for (int n = 1; n <= REACH; n++) {
            sum += pulse[n] * (word(epoch, i - n) - word(epoch, i + n));
        }
        return sum;
    }

    private static double word(int epoch, int i) {
        return i < 0 || i >= WORD ? 0 : SingleCarrierLayout.word(epoch, i);
    }

    /**
     * Hands the word to the tracker as symbol {@code m}.
     *
     * @param slope phase per carrier spacing that has been taken off before, rad
     * @param unit  noise per carrier, as the tracker knows it, over the variance of a symbol here
     */
    void compress(int epoch, int m, double slope, double unit, PhaseTracker tracker) {
        double ratio = Math.sqrt(WORD / slopeEnergy[epoch]);
        double carrier = 1 / (ratio * TURN);
        double cos = unit * Math.cos(slope * carrier);
        double sin = unit * Math.sin(slope * carrier);
        for (int g = 0; g < OfdmParameters.GROUPS; g++) {
            int sign = g == 0 ? 1 : -1;
            if (g < 2) {
                double re = 0.5 * (real[epoch] - sign * ratio * imaginarySlope[epoch]);
                double im = 0.5 * (imaginary[epoch] + sign * ratio * realSlope[epoch]);
                tracker.set(m, g, re * cos - sign * im * sin, im * cos + sign * re * sin, unit * WORD / 2, sign * carrier);
            } else {
                tracker.set(m, g, 0, 0, 0, 0);
            }
        }
    }

    /** Real part of {@code z} turned back by {@code phase}, per symbol: the amplitude. */
    double amplitude(int epoch, double phase) {
        return (real[epoch] * Math.cos(phase) + imaginary[epoch] * Math.sin(phase)) / WORD;
    }

    /** Phase of {@code z} beyond {@code phase}, in (-pi, pi]. */
    double beyond(int epoch, double phase) {
        double cos = Math.cos(phase);
        double sin = Math.sin(phase);
        return Math.atan2(imaginary[epoch] * cos - real[epoch] * sin, real[epoch] * cos + imaginary[epoch] * sin);
    }

    /** {@code sum |y exp(-i phase) / gain - u|^2}. */
    double residual(int epoch, double phase, double gain) {
        return energy[epoch] / (gain * gain) - 2 * WORD * amplitude(epoch, phase) / gain + WORD;
    }
}
