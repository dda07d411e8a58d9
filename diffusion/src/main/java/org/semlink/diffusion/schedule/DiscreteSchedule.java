// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

import java.util.function.IntToDoubleFunction;
import org.semlink.common.Snr;

/**
 * A variance-preserving schedule given by T per-step variances: {@code abar[i] = prod_{0..i} (1 - beta[i])}, index from 0.
 *
 * <p>Linear: Ho et al. 2020. Scaled-linear: Rombach et al. 2022 (Stable Diffusion). Cosine: Nichol and Dhariwal 2021, s = 0.008, beta at
 * most 0.999.
 */
final class DiscreteSchedule implements NoiseSchedule {

    private static final int T = 1000;

    private final String name;
    /** SNR in dB per index, falling. */
    private final double[] snrDb = new double[T];

    private DiscreteSchedule(String name, IntToDoubleFunction beta) {
        this.name = name;
        double alphaBar = 1;
        for (int i = 0; i < T; i++) {
            alphaBar *= 1 - beta.applyAsDouble(i);
            snrDb[i] = Snr.toDb(Snr.fromAlphaBar(alphaBar));
        }
    }

    static DiscreteSchedule ddpmLinear() {
        return new DiscreteSchedule("ddpm-linear", i -> ramp(1e-4, 2e-2, i));
    }

    static DiscreteSchedule scaledLinear() {
        return new DiscreteSchedule("scaled-linear", i -> square(ramp(Math.sqrt(0.00085), Math.sqrt(0.012), i)));
    }

    static DiscreteSchedule cosine() {
        return new DiscreteSchedule("cosine", i -> Math.min(0.999, 1 - cosine(i + 1) / cosine(i)));
    }

    private static double ramp(double first, double last, int i) {
        return first + (last - first) * i / (T - 1);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double cosine(int i) {
        return square(Math.cos((i / (double) T + 0.008) / 1.008 * Math.PI / 2));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double cleanest() {
        return 0;
    }

    @Override
    public double noisiest() {
        return T - 1;
    }

    @Override
    public double snr(double timestep) {
        double t = Math.max(0, Math.min(T - 1, timestep));
        int i = Math.min(T - 2, (int) t);
        return Snr.fromDb(snrDb[i] + (t - i) * (snrDb[i + 1] - snrDb[i]));
    }

    @Override
    public double timestep(double snr) {
        double db = Snr.toDb(snr);
        if (db >= snrDb[0]) {
            return 0;
        }
        if (db <= snrDb[T - 1] || Double.isNaN(db)) {
            return T - 1;
        }
        int i = lastAtLeast(db);
        return i + (snrDb[i] - db) / (snrDb[i] - snrDb[i + 1]);
    }

    /** Largest index whose level is at least {@code db}, by bisection of the falling table. */
    private int lastAtLeast(double db) {
        int low = 0;
        int high = T - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (snrDb[middle] >= db) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
