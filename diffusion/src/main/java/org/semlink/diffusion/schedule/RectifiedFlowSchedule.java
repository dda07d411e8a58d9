// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

/**
 * The straight path of rectified flow (Liu et al. 2023), {@code x = (1 - t) u + t n}: {@code t = 1 / (1 + sqrt(snr))}.
 *
 * <p>The timestep is {@code 1000 t}, as Stable Diffusion 3 counts it (Esser et al. 2024, no shift), from 1 to 999: +-59.99 dB. Scaling
 * x by {@code 1 / (1 - t)} makes it the variance-exploding form that samplers work in.
 */
final class RectifiedFlowSchedule implements NoiseSchedule {

    private static final double SCALE = 1000;

    @Override
    public String name() {
        return "rectified-flow";
    }

    @Override
    public double cleanest() {
        return 1;
    }

    @Override
    public double noisiest() {
        return SCALE - 1;
    }

    @Override
    public double snr(double timestep) {
        double t = Math.max(cleanest(), Math.min(noisiest(), timestep)) / SCALE;
        return (1 - t) / t * ((1 - t) / t);
    }

    @Override
    public double timestep(double snr) {
        if (!(snr > 0)) {
            return noisiest();
        }
        return Math.max(cleanest(), Math.min(noisiest(), SCALE / (1 + Math.sqrt(snr))));
    }
}
