// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Three independent measurements of one noise level, and what the receiver made of them.
 *
 * <p>Every variance is per complex symbol at unit mean payload power, that is {@code N0 / mean |H|^2} (linear, positive).
 *
 * @param training           from the difference of the two training symbols
 * @param nulls              from carriers on which nothing is sent
 * @param pilots             from what known symbols leave after equalisation, degrees of freedom corrected
 * @param combined           the three weighted by their degrees of freedom: what the SNR and the noise map are made of
 * @param estimationLoss     extra noise by errors of the channel estimate, as a fraction of the noise: mean over the carriers
 * @param errorFloor         error that grows with the signal (residual phase, a channel that moved), added to every symbol's variance
 * @param degreesOfFreedom   complex samples behind {@code combined}; its relative standard deviation is one over the square root
 * @param pilotDegrees       complex samples behind {@code pilots}, which are among those of {@code combined} unless there is an error floor
 * @param impairmentLimited  whether two of the three differ by more than 1 dB and by more than chance explains
 */
public record NoiseEstimates(double training, double nulls, double pilots, double combined, double estimationLoss,
        double errorFloor, double degreesOfFreedom, double pilotDegrees, boolean impairmentLimited) {
}
