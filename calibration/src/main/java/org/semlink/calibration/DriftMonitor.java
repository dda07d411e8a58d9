// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * Watches ordinary traffic for the moment when a stored link calibration no longer fits: a two-sided CUSUM test (Page 1954).
 *
 * <p>Every burst's residual (noise in its known symbols over its noise estimate, dB) is compared with what the calibration saw. Slack 0.5
 * and threshold 8 deviations: on a link that has not changed a false alarm comes about once in 9,500 bursts (Siegmund's approximation), a
 * change by one deviation is found after about 17 bursts. After an alarm it stays up until {@link #restart}. One thread.
 */
public final class DriftMonitor {

    static final double SLACK = 0.5;
    static final double THRESHOLD = 8;

    private final LinkCalibration.Residual expected;
    private double risen;
    private double fallen;
    private long bursts;
    private double sum;
    private boolean drifted;

    public DriftMonitor(LinkCalibration.Residual expected) {
        if (!(expected.deviationDb() > 0)) {
            throw new IllegalArgumentException("residuals must scatter, got deviation " + expected.deviationDb());
        }
        this.expected = expected;
    }

    /** Takes one burst's residual; whether the calibration is now thought to be out of date. */
    public boolean add(double residualDb) {
        double z = (residualDb - expected.meanDb()) / expected.deviationDb();
        bursts++;
        sum += residualDb - expected.meanDb();
        risen = Math.max(0, risen + z - SLACK);
        fallen = Math.max(0, fallen - z - SLACK);
        drifted |= risen > THRESHOLD || fallen > THRESHOLD;
        return drifted;
    }

    public boolean drifted() {
        return drifted;
    }

    /** Mean residual since the start against the calibration's, dB. */
    public double meanShiftDb() {
        return bursts == 0 ? 0 : sum / bursts;
    }

    /** Bursts since the start. */
    public long bursts() {
        return bursts;
    }

    /** Forgets everything, for example after a new calibration. */
    public void restart() {
        risen = 0;
        fallen = 0;
        bursts = 0;
        sum = 0;
        drifted = false;
    }
}
