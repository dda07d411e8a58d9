// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * Watches ordinary traffic for the moment when a stored link calibration no longer fits: a two-sided CUSUM test (Page 1954).
 *
 * <p>What every burst's known symbols show beyond its noise estimate is compared with what the calibration saw at that SNR, in deviations
 * of that burst, so that short and long ones count as they should. Slack 0.5 and threshold 8 deviations: on a link that has not changed a
 * false alarm comes about once in 9,500 bursts (Siegmund's approximation), a change by one deviation is found after about 17 bursts. After
 * an alarm it stays up. One thread.
 */
public final class DriftMonitor {

    static final double SLACK = 0.5;
    static final double THRESHOLD = 8;

    private final ExcessLaw law;
    private double risen;
    private double fallen;
    private long bursts;
    private double sum;
    private double weights;
    private boolean drifted;

    public DriftMonitor(ExcessLaw law) {
        this.law = law;
    }

    /** Takes one burst; whether the calibration is now thought to be out of date. */
    public boolean add(KnownSymbolNoise burst) {
        if (burst.tells()) {
            double shift = burst.excessDb() - law.expectedDb(burst.snrDb());
            double deviation = law.deviationDb(burst);
            add(shift / deviation);
            bursts++;
            sum += shift / (deviation * deviation);
            weights += 1 / (deviation * deviation);
        }
        return drifted;
    }

    private void add(double z) {
        risen = Math.max(0, risen + z - SLACK);
        fallen = Math.max(0, fallen - z - SLACK);
        drifted |= risen > THRESHOLD || fallen > THRESHOLD;
    }

    public boolean drifted() {
        return drifted;
    }

    /** How much more excess there was since the start than at calibration time, dB: the mean over bursts by their precision; 0 without bursts. */
    public double shiftDb() {
        return bursts == 0 ? 0 : sum / weights;
    }

    /** Bursts since the start that told something. */
    public long bursts() {
        return bursts;
    }
}
