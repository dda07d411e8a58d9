// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import org.semlink.calibration.TimestepMap;

/**
 * What a receiver goes by from SNR to timestep, and what watches over it.
 *
 * @param map   the schedule's own, or a calibration's
 * @param drift whether the calibration still fits what is heard
 */
public record Followed(TimestepMap map, DriftWatch drift) {
}
