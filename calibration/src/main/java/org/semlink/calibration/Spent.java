// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * What a calibration took on the air: whether heard or not.
 *
 * @param bursts         bursts of known symbols sent, and pictures sent a second time
 * @param pictures       pictures sent for timestep sweeps
 * @param clippedSamples samples that a saturated converter clipped meanwhile
 */
public record Spent(int bursts, int pictures, long clippedSamples) {

    public static final Spent NOTHING = new Spent(0, 0, 0);
}
