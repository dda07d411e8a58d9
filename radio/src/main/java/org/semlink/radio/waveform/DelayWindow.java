// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;

import java.util.Arrays;

/**
 * A window of delays around the middle of the cyclic prefix, where {@link BurstSynchroniser} centres the paths, and the directions that
 * span its channels: few unknowns are followed better than many.
 *
 * <p>Behind the phase ramp of the centre the directions are real ({@link DelaySubspace#basis}). Immutable.
 */
final class DelayWindow {

    /** Widths in samples; the last takes all that {@link DelaySubspace} does. */
    private static final double[] WIDTHS = {4, 10, 20, PREFIX + 4};
    /** Remainder of a covariance column that no longer counts: -60 dB of a path's power. */
    private static final double SMALLEST = 1e-3;
    /** Energy outside the window beyond which it is too narrow: deviations above the mean of its noise. */
    private static final double DEVIATIONS = 3;
    private static final float[] RAMP = ramp(PREFIX / 2.0);
    private static final DelayWindow[] WINDOWS = Arrays.stream(WIDTHS).mapToObj(DelayWindow::new).toArray(DelayWindow[]::new);

    private final float[][] basis;

    private DelayWindow(double width) {
        basis = DelaySubspace.basis(width, SMALLEST);
    }

    private static float[] ramp(double centre) {
        float[] ramp = new float[2 * CARRIERS];
        DelaySubspace.ramp(centre, ramp);
        return ramp;
    }

    /**
     * The narrowest window outside of which {@code channel} has nothing but noise.
     *
     * @param channel  interleaved, projected by {@link DelaySubspace}
     * @param variance noise variance per dimension of that subspace
     */
    static DelayWindow around(float[] channel, double variance) {
        double energy = 0;
        for (float v : channel) {
            energy += (double) v * v;
        }
        int last = WINDOWS.length - 1;
        for (int i = 0; i < last; i++) {
            int free = DelaySubspace.standard().dimensions() - WINDOWS[i].dimensions();
            if (energy - WINDOWS[i].energy(channel) < variance * (free + DEVIATIONS * Math.sqrt(free))) {
                return WINDOWS[i];
            }
        }
        return WINDOWS[last];
    }

    int dimensions() {
        return basis.length;
    }

    /** Direction {@code d} over the carriers; read only. */
    float[] direction(int d) {
        return basis[d];
    }

    /** {@code exp(2 pi i k c / 256)} per carrier, interleaved, c the centre: what makes this window's channels real combinations; read only. */
    float[] ramp() {
        return RAMP;
    }

    private double energy(float[] channel) {
        double energy = 0;
        for (float[] vector : basis) {
            double re = 0;
            double im = 0;
            for (int u = 0; u < CARRIERS; u++) {
                re += vector[u] * (channel[2 * u] * RAMP[2 * u] - channel[2 * u + 1] * RAMP[2 * u + 1]);
                im += vector[u] * (channel[2 * u] * RAMP[2 * u + 1] + channel[2 * u + 1] * RAMP[2 * u]);
            }
            energy += re * re + im * im;
        }
        return energy;
    }
}
