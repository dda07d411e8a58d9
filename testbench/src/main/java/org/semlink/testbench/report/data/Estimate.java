// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import org.semlink.testbench.quality.Mean;

/**
 * A number of a {@link Cell} and what it rests on: trials that lack the metric are not counted.
 *
 * @param mean     the number, with its 95 % interval; all NaN where no trial has the metric
 * @param trials   that have it
 * @param pictures of these
 */
public record Estimate(Mean mean, int trials, int pictures) {

    static final Mean NOTHING = new Mean(Double.NaN, Double.NaN, Double.NaN);
}
