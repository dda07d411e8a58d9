// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.SplittableRandom;

/**
 * Gains of independently fading paths over time, each of unit mean power: a sum of {@value #RAYS} rays from random directions (Clarke
 * 1968) with complex Gaussian amplitudes, so that the level is exactly Rayleigh over seeds and correlates as {@code J0(2 pi f tau)}.
 *
 * <p>The rays turn by recurrence and are computed afresh every {@value #ANCHOR} steps, so that rounding does not add up.
 */
final class Scattering {

    private static final int RAYS = 32;
    private static final int ANCHOR = 64;

    private final double dopplerPerStep;
    /** Of each path's rays: amplitude, cycles per step, present value, turn per step. */
    private final double[] amplitudeRe;
    private final double[] amplitudeIm;
    private final double[] cycles;
    private final double[] re;
    private final double[] im;
    private final double[] turnRe;
    private final double[] turnIm;
    private final int paths;
    private long step;

    /** @param dopplerPerStep largest shift in cycles per step of time */
    Scattering(int paths, double dopplerPerStep) {
        this.paths = paths;
        this.dopplerPerStep = dopplerPerStep;
        int rays = paths * RAYS;
        this.amplitudeRe = new double[rays];
        this.amplitudeIm = new double[rays];
        this.cycles = new double[rays];
        this.re = new double[rays];
        this.im = new double[rays];
        this.turnRe = new double[rays];
        this.turnIm = new double[rays];
    }

    void reset(SplittableRandom random) {
        for (int r = 0; r < cycles.length; r++) {
            amplitudeRe[r] = random.nextGaussian() / Math.sqrt(2 * RAYS);
            amplitudeIm[r] = random.nextGaussian() / Math.sqrt(2 * RAYS);
            cycles[r] = dopplerPerStep * Math.cos(2 * Math.PI * random.nextDouble());
            turnRe[r] = Math.cos(2 * Math.PI * cycles[r]);
            turnIm[r] = Math.sin(2 * Math.PI * cycles[r]);
        }
        step = 0;
    }

    /** The next step's gains, interleaved; the first call gives step 0. */
    void next(double[] gains) {
        if (step % ANCHOR == 0) {
            anchor();
        } else {
            turn();
        }
        step++;
        for (int l = 0; l < paths; l++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int r = l * RAYS; r < (l + 1) * RAYS; r++) {
                sumRe += re[r];
                sumIm += im[r];
            }
            gains[2 * l] = sumRe;
            gains[2 * l + 1] = sumIm;
        }
    }

    private void anchor() {
        for (int r = 0; r < cycles.length; r++) {
            double turns = cycles[r] * step;
            double angle = 2 * Math.PI * (turns - Math.rint(turns));
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            re[r] = amplitudeRe[r] * cos - amplitudeIm[r] * sin;
            im[r] = amplitudeRe[r] * sin + amplitudeIm[r] * cos;
        }
    }

    private void turn() {
        for (int r = 0; r < cycles.length; r++) {
            double t = re[r] * turnRe[r] - im[r] * turnIm[r];
            im[r] = re[r] * turnIm[r] + im[r] * turnRe[r];
            re[r] = t;
        }
    }
}
