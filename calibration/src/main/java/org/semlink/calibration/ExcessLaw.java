// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.Arrays;
import java.util.List;

/**
 * What a calibrated link's known symbols showed beyond its noise estimate, as a function of the SNR read, and how much a burst scatters
 * about that beyond chance.
 *
 * <p>A smooth curve through the calibration's bursts; beyond their range its ends hold on. Immutable.
 */
public final class ExcessLaw {

    /** Half of a 95 % band in standard deviations. */
    private static final double BAND = 1.96;
    /** Degrees of freedom that a nearly straight curve takes. */
    private static final int CURVE = 2;

    private static final double GRID_DB = 0.1;

    private final double from;
    private final double[] mean;
    /** Variance of {@code mean}. */
    private final double[] open;
    private final double scatter;

    private ExcessLaw(SmoothingSpline curve, double from, double to, double scatter) {
        this.from = from;
        this.scatter = scatter;
        int n = (int) Math.ceil((to - from) / GRID_DB) + 1;
        mean = new double[n];
        open = new double[n];
        for (int i = 0; i < n; i++) {
            mean[i] = curve.value(from + GRID_DB * i);
            open[i] = Math.pow(curve.uncertainty(from + GRID_DB * i) / BAND, 2);
        }
    }

    /** Fits; at least {@link MonotoneFit#FEWEST_POINTS} bursts that do not all read the same SNR. */
    static ExcessLaw fit(List<KnownSymbolNoise> bursts) {
        double[] snr = bursts.stream().mapToDouble(KnownSymbolNoise::snrDb).toArray();
        double[] excess = bursts.stream().mapToDouble(KnownSymbolNoise::excessDb).toArray();
        double[] ones = bursts.stream().mapToDouble(b -> 1).toArray();
        SmoothingSpline curve = new SmoothingSpline(snr, excess, ones);
        double beyond = 0;
        for (KnownSymbolNoise burst : bursts) {
            double off = burst.excessDb() - curve.value(burst.snrDb());
            beyond += off * off * bursts.size() / (bursts.size() - CURVE) - burst.deviationDb() * burst.deviationDb();
        }
        return new ExcessLaw(curve, Arrays.stream(snr).min().orElseThrow(), Arrays.stream(snr).max().orElseThrow(),
                Math.max(0, beyond / bursts.size()));
    }

    /** Excess to expect at an SNR read, dB. */
    public double expectedDb(double snrDb) {
        return mean[at(snrDb)];
    }

    /** Deviation of one burst about {@link #expectedDb}: by chance, by the link's own scatter, and by what the calibration left open, dB. */
    public double deviationDb(KnownSymbolNoise burst) {
        return Math.sqrt(burst.deviationDb() * burst.deviationDb() + scatter + open[at(burst.snrDb())]);
    }

    private int at(double snrDb) {
        return (int) Math.round(Math.min(Math.max((snrDb - from) / GRID_DB, 0), mean.length - 1));
    }

    /** Deviation from burst to burst beyond chance, dB. */
    public double scatterDb() {
        return Math.sqrt(scatter);
    }
}
