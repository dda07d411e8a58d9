// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

/**
 * {@code exp(i 2 pi (f n + d n^2 / 2))} for n = 0, 1, 2, ...: a tone of f cycles per sample whose frequency moves by d cycles per sample
 * every sample.
 *
 * <p>Runs by recurrence and is computed afresh every {@value #ANCHOR} samples, so that rounding does not add up.
 */
final class Chirp {

    private static final int ANCHOR = 256;

    private final double frequency;
    private final double drift;
    private final double turnRe;
    private final double turnIm;
    private double stepRe;
    private double stepIm;
    private double nextRe;
    private double nextIm;
    private long index;

    /** The present value; set by {@link #next}. */
    double re;
    double im;

    /**
     * @param frequency cycles per sample
     * @param drift     cycles per sample, per sample
     */
    Chirp(double frequency, double drift) {
        this.frequency = frequency;
        this.drift = drift;
        this.turnRe = Math.cos(2 * Math.PI * drift);
        this.turnIm = Math.sin(2 * Math.PI * drift);
        reset();
    }

    void reset() {
        index = 0;
    }

    /** Goes on by one sample; the first call gives n = 0. */
    void next() {
        if (index % ANCHOR == 0) {
            anchor();
        }
        index++;
        re = nextRe;
        im = nextIm;
        nextRe = re * stepRe - im * stepIm;
        nextIm = re * stepIm + im * stepRe;
        if (drift != 0) {
            double t = stepRe * turnRe - stepIm * turnIm;
            stepIm = stepRe * turnIm + stepIm * turnRe;
            stepRe = t;
        }
    }

    private void anchor() {
        double n = index;
        double angle = angle(frequency * n, 0.5 * drift * n * n);
        nextRe = Math.cos(angle);
        nextIm = Math.sin(angle);
        // From n to n + 1 the phase grows by f + d (n + 1/2).
        double step = angle(frequency, drift * (n + 0.5));
        stepRe = Math.cos(step);
        stepIm = Math.sin(step);
    }

    /** 2 pi times the fraction of a sum of cycles. */
    private static double angle(double a, double b) {
        double cycles = a - Math.rint(a) + (b - Math.rint(b));
        return 2 * Math.PI * cycles;
    }
}
