// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * What a {@link TimestepMap} makes of an SNR estimate.
 *
 * @param snr          what the link's SNR really is, linear: the estimate with the link calibration's correction
 * @param toldSnr      the SNR to tell the network, linear: a receiver calibration may differ from {@code snr}
 * @param timestep     continuous timestep of {@code toldSnr}
 * @param extrapolated whether the estimate lies outside what was calibrated, so that the analytic map goes on from its edge
 */
public record TimestepChoice(double snr, double toldSnr, double timestep, boolean extrapolated) {
}
