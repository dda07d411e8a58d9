// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;

/**
 * A received picture with all that the receiver knows of it.
 *
 * @param reassembly      what arrived
 * @param noisy           received latent with its noise map
 * @param denoisedLatent  after reverse diffusion
 * @param received        decoded from the received latent as it is
 * @param denoised        decoded after reverse diffusion
 * @param shrunk          decoded from linear MMSE shrinkage of the received latent: what no diffusion is needed for
 * @param timestep        start of the reverse diffusion
 * @param alphaBar        signal fraction at that timestep
 * @param extrapolated   whether the SNR lies outside what the calibration in use has measured
 * @param combined        transmissions of the picture that are in {@code noisy}: 1 unless repeats were combined
 * @param combinedSnr     linear link SNR of all these together, before any up-sampler
 * @param evaluations     denoiser evaluations that were made: 0 when the link is cleaner than the schedule's cleanest level
 */
public record Reception(Reassembly reassembly, NoisyLatent noisy, Latent denoisedLatent, Picture received, Picture denoised,
        Picture shrunk, double timestep, double alphaBar, boolean extrapolated, int combined, double combinedSnr, int evaluations) {
}
