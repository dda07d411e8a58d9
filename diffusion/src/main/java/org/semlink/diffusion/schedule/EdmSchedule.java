// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

/**
 * The variance-exploding schedule of Karras et al. 2022: {@code sigma = snr^(-1/2)} from 0.002 to 80, spaced evenly in {@code sigma^(1/7)}.
 *
 * <p>Their eq. 5 with rho = 7 over a grid of 1,000: {@code sigma(t) = (a + t / 999 (b - a))^7}, {@code a = 0.002^(1/7)},
 * {@code b = 80^(1/7)}, timestep 0 being the cleanest. Exact between grid points. SNRs reach from 53.98 to -38.06 dB.
 */
final class EdmSchedule implements NoiseSchedule {

    private static final double RHO = 7;
    private static final double LAST = 999;
    private static final double LOW = Math.pow(0.002, 1 / RHO);
    private static final double HIGH = Math.pow(80, 1 / RHO);

    @Override
    public String name() {
        return "edm";
    }

    @Override
    public double cleanest() {
        return 0;
    }

    @Override
    public double noisiest() {
        return LAST;
    }

    @Override
    public double snr(double timestep) {
        double t = Math.max(0, Math.min(LAST, timestep));
        return Math.pow(LOW + t / LAST * (HIGH - LOW), -2 * RHO);
    }

    @Override
    public double timestep(double snr) {
        if (!(snr > 0)) {
            return LAST;
        }
        double t = LAST * (Math.pow(snr, -1 / (2 * RHO)) - LOW) / (HIGH - LOW);
        return Math.max(0, Math.min(LAST, t));
    }
}
