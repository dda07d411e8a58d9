// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.SingleCarrierLayout.SAMPLES_PER_SYMBOL;

/**
 * Root-raised-cosine pulse, cut off 32 samples (20 symbols) from its centre with a cosine edge of 10 samples.
 *
 * <p>{@code h(t) = (sin(pi t (1 - b)) + 4 b t cos(pi t (1 + b))) / (pi t (1 - (4 b t)^2))}, t in symbols, b the roll-off; the energy,
 * summed over samples, is {@link Waveform#BURST_POWER} times the samples per symbol, so that unit symbols make a signal of that power.
 * Outside its band is less than -55 dB of it (roll-off 0.25). The receiver equalises the pulse as it is, cut: no symbol interference
 * comes of it. Immutable.
 */
final class RootRaisedCosine {

    /** Samples from the centre to the end. */
    static final int HALF = 32;
    private static final int EDGE = 10;

    private static final int SPAN = SingleCarrierLayout.UP + 2 * HALF;

    private final double rollOff;
    private final double scale;
    private final float[][] phases = new float[SingleCarrierLayout.DOWN][SPAN];

    RootRaisedCosine(double rollOff) {
        this.rollOff = rollOff;
        double energy = 0;
        for (int n = -HALF; n <= HALF; n++) {
            energy += Math.pow(cut(n), 2);
        }
        this.scale = Math.sqrt(Waveform.BURST_POWER * SAMPLES_PER_SYMBOL / energy);
        for (int i = 0; i < phases.length; i++) {
            for (int n = 0; n < SPAN; n++) {
                phases[i][n] = (float) at(n - HALF - i * SAMPLES_PER_SYMBOL);
            }
        }
    }

    /** The pulses of five symbols in a row, each from 32 samples before the first one's centre on; read only. */
    float[][] phases() {
        return phases;
    }

    double rollOff() {
        return rollOff;
    }

    /** The pulse {@code t} samples from its centre. */
    double at(double t) {
        return scale * cut(t);
    }

    /** Its Fourier transform {@code sum_n h(n) exp(-2 pi i f n)}, real, at {@code f} cycles per sample. */
    double spectrum(double f) {
        double sum = at(0);
        for (int n = 1; n <= HALF; n++) {
            sum += 2 * at(n) * Math.cos(2 * Math.PI * f * n);
        }
        return sum;
    }

    private double cut(double t) {
        double distance = Math.abs(t);
        if (distance > HALF) {
            return 0;
        }
        double edge = Math.max(0, distance - (HALF - EDGE)) / EDGE;
        return pulse(distance / SAMPLES_PER_SYMBOL) * (0.5 + 0.5 * Math.cos(Math.PI * edge));
    }

    private double pulse(double t) {
        double x = 4 * rollOff * t;
        if (t < 1e-9) {
            return 1 - rollOff + 4 * rollOff / Math.PI;
        }
        if (Math.abs(x - 1) < 1e-9) {
            double angle = Math.PI / (4 * rollOff);
            return rollOff / Math.sqrt(2) * ((1 + 2 / Math.PI) * Math.sin(angle) + (1 - 2 / Math.PI) * Math.cos(angle));
        }
        return (Math.sin(Math.PI * t * (1 - rollOff)) + x * Math.cos(Math.PI * t * (1 + rollOff))) / (Math.PI * t * (1 - x * x));
    }
}
