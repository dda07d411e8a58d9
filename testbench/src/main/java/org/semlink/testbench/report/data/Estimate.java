// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import org.semlink.testbench.quality.Mean;

/**
 * A number of a {@link Cell} and what it rests on: trials that lack the metric are not counted.
 *
 * @param mean         the number, with its 95 % interval; all NaN where no trial has the metric
 * @param trials       that have it
 * @param pictures     of these
 * @param overPictures whether the interval is over pictures, and not over bursts or trials
 */
public record Estimate(Mean mean, int trials, int pictures, boolean overPictures) {

    /** Pictures below which an interval over them is honest, and so wide that a figure would show nothing else. */
    private static final int FEWEST_FOR_A_BAND = 5;

    static final Mean NOTHING = new Mean(Double.NaN, Double.NaN, Double.NaN);

    /** Whether its interval is drawn; tips and tables have it all the same. */
    public boolean hasBand() {
        return !overPictures || pictures >= FEWEST_FOR_A_BAND;
    }
}
