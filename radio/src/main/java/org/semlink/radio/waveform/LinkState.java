// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * What the receiver measured on one burst.
 *
 * <p>All SNRs are linear Es/N0 of payload symbols, averaged over the band (linear mean of the channel's gain over one noise variance).
 * Immutable.
 */
public final class LinkState {

    private final double snr;
    private final double cfoHz;
    private final double arrivalSample;
    private final NoiseEstimates noise;
    private final double evm;
    private final float[] channel;
    private final double[] carrierOffsetsHz;

    /**
     * @param snr              the estimate that the receiver used, linear, above 0
     * @param cfoHz            carrier frequency offset
     * @param arrivalSample    stream index at which the first sample of the burst arrived on the strongest path, with its fraction
     * @param noise            the noise measurements behind {@code snr}
     * @param evm              error vector magnitude (ratio) of the known symbols after equalisation
     * @param channel          estimated channel per used carrier, interleaved, in order of frequency; 1 = full-scale transmitter, no loss
     * @param carrierOffsetsHz frequency of each entry of {@code channel} from the carrier
     */
    public LinkState(double snr, double cfoHz, double arrivalSample, NoiseEstimates noise, double evm, float[] channel,
            double[] carrierOffsetsHz) {
        if (channel.length != 2 * carrierOffsetsHz.length) {
            throw new IllegalArgumentException("need one frequency per channel entry, got " + carrierOffsetsHz.length + " and "
                    + channel.length / 2);
        }
        this.snr = snr;
        this.cfoHz = cfoHz;
        this.arrivalSample = arrivalSample;
        this.noise = noise;
        this.evm = evm;
        this.channel = channel.clone();
        this.carrierOffsetsHz = carrierOffsetsHz.clone();
    }

    /** Linear Es/N0 of payload symbols, averaged over the band. */
    public double snr() {
        return snr;
    }

    public double cfoHz() {
        return cfoHz;
    }

    /** Stream index nearest to {@link #arrivalSample}. */
    public long firstSample() {
        return Math.round(arrivalSample);
    }

    /** Stream index of the burst's first sample on the strongest path, with its fraction. */
    public double arrivalSample() {
        return arrivalSample;
    }

    /** All noise measurements. */
    public NoiseEstimates noise() {
        return noise;
    }

    /** Noise variance at unit payload power, from the difference of the two training symbols. */
    public double noiseFromTraining() {
        return noise.training();
    }

    /** Noise variance at unit payload power, from null carriers. */
    public double noiseFromNulls() {
        return noise.nulls();
    }

    /** Noise variance at unit payload power, from the residual of known symbols. */
    public double noiseFromPilots() {
        return noise.pilots();
    }

    /** Error vector magnitude (ratio, not percent) of the known symbols after equalisation. */
    public double evm() {
        return evm;
    }

    /** Whether the noise measurements disagree by more than 1 dB and by more than chance explains. */
    public boolean impairmentLimited() {
        return noise.impairmentLimited();
    }

    /** Estimated channel per used carrier, interleaved, in order of frequency; a copy. */
    public float[] channel() {
        return channel.clone();
    }

    /** Frequency of each carrier of {@link #channel}; a copy. */
    public double[] carrierOffsetsHz() {
        return carrierOffsetsHz.clone();
    }
}
