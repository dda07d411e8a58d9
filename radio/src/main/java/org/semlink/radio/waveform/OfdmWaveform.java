// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;

/**
 * Cyclic-prefix OFDM with 256 carriers for analog payload symbols; the numerology is {@link OfdmParameters}.
 *
 * <p>A burst is a preamble of 512 samples (a short sequence repeated with alternating sign: carrier offsets up to 0.17 rad per sample),
 * two training symbols, a header of 16 BPSK symbols (convolutional code, repeated fourfold) and the payload, 192 symbols per OFDM symbol
 * with 8 pilots and 8 nulls at rotating places; where the channel moves, with mid-ambles among them: wholly known symbols. Nominal power is {@link Waveform#BURST_POWER} in each part. Immutable.
 */
public final class OfdmWaveform implements Waveform {

    public static final double DEFAULT_SAMPLE_RATE_HZ = 1e6;

    private final double sampleRateHz;
    private final OfdmFormat format;

    /**
     * @param sampleRateHz     complex samples per second, positive and finite; occupied bandwidth is 0.82 of it
     * @param midambleInterval OFDM symbols with payload to one mid-amble: a power of two up to 128, or 0 for none
     */
    public OfdmWaveform(double sampleRateHz, int midambleInterval) {
        if (!(sampleRateHz > 0) || Double.isInfinite(sampleRateHz)) {
            throw SemlinkException.input("sample rate must be a positive number of samples per second, got %s; use 1e6 for example",
                    sampleRateHz);
        }
        if (!OfdmFormat.isInterval(midambleInterval)) {
            throw refused(Integer.toString(midambleInterval));
        }
        this.sampleRateHz = sampleRateHz;
        this.format = new OfdmFormat(midambleInterval);
    }

    /** Without mid-ambles. */
    public OfdmWaveform(double sampleRateHz) {
        this(sampleRateHz, 0);
    }

    /** At {@link #DEFAULT_SAMPLE_RATE_HZ}. */
    public OfdmWaveform() {
        this(DEFAULT_SAMPLE_RATE_HZ);
    }

    /** The error that answers an interval which is none. */
    static SemlinkException refused(String interval) {
        return SemlinkException.input("midamble must be a power of two from 1 to %d, or 0 for none, got %s; 16 suits a channel that moves",
                OfdmFormat.MOST, interval);
    }

    @Override
    public String name() {
        return format.interval() == 0 ? "ofdm" : "ofdm:midamble=" + format.interval();
    }

    @Override
    public double sampleRateHz() {
        return sampleRateHz;
    }

    /** {@inheritDoc} From the lowest to the highest used carrier, half a spacing beyond each. */
    @Override
    public double occupiedBandwidthHz() {
        return sampleRateHz * (2 * OfdmParameters.LAST_CARRIER + 1) / OfdmParameters.FFT;
    }

    @Override
    public int maxPayloadSymbols() {
        return format.maxSymbols();
    }

    /** {@inheritDoc} All used carriers of all OFDM symbols count, pilots, nulls and mid-ambles included; the preamble as the two symbols it lasts. */
    @Override
    public int totalSymbols(int payloadSymbols) {
        int preamble = OfdmParameters.PREAMBLE / OfdmParameters.FFT;
        return OfdmParameters.CARRIERS
                * (preamble + 2 + OfdmParameters.HEADER_SYMBOLS + format.ofdmSymbols(payloadSymbols));
    }

    /** {@inheritDoc} With unitary transforms noise has the same power per carrier as per sample; 200 of 256 carriers have signal. */
    @Override
    public double sampleSnrPerSymbolSnr() {
        return (double) OfdmParameters.LOADED / OfdmParameters.FFT;
    }

    @Override
    public Iq modulate(FrameHeader header, float[] symbols) {
        if (header.payloadSymbols() > maxPayloadSymbols() || symbols.length != 2 * header.payloadSymbols()) {
            throw new IllegalArgumentException("payload must be 1 to " + maxPayloadSymbols() + " symbols and fit its header, got "
                    + symbols.length / 2.0 + " with a header of " + header.payloadSymbols());
        }
        return new Iq(OfdmModulator.burst(header, format, symbols), sampleRateHz, 0);
    }

    @Override
    public FrameReceiver receiver() {
        return new BurstReceiver(sampleRateHz);
    }
}
