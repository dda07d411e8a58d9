// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * What the receiver measured on one burst.
 *
 * <p>All SNRs are linear Es/N0 of payload symbols, averaged over the band (linear mean of the channel's gain over one noise variance).
 * The three noise estimates are independent; where they disagree by more than 1 dB the link is impairment-limited.
 *
 * @param snr               the estimate that the receiver used
 * @param cfoHz             carrier frequency offset
 * @param firstSample       stream index of the first sample of the burst
 * @param noiseFromTraining noise variance per carrier at unit payload power, from the difference of the two training symbols
 * @param noiseFromNulls    the same from null carriers
 * @param noiseFromPilots   the same from the pilot residual
 * @param evm               error vector magnitude (ratio) of the pilots after equalisation
 * @param impairmentLimited whether the three disagree by more than 1 dB
 * @param channel           estimated channel per used carrier, interleaved, in order of frequency
 */
public record LinkState(double snr, double cfoHz, long firstSample, double noiseFromTraining, double noiseFromNulls,
        double noiseFromPilots, double evm, boolean impairmentLimited, float[] channel) {
}
