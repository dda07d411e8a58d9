// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.math.BigDecimal;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;

/**
 * Root-raised-cosine single carrier for analog payload symbols, behind the same preamble, training and header as {@link OfdmWaveform}.
 *
 * <p>0.625 symbols per sample; sizes in {@link SingleCarrierLayout}. Nominal power is {@link Waveform#BURST_POWER} in each part but the 80
 * samples of silence around the payload. Any receiver of this package takes both waveforms. Immutable.
 */
public final class SingleCarrierWaveform implements Waveform {

    public static final double DEFAULT_ROLL_OFF = 0.25;

    private final double sampleRateHz;
    private final SingleCarrierFormat format;

    /**
     * @param sampleRateHz complex samples per second, positive and finite; occupied bandwidth is {@code 0.625 (1 + rollOff)} of it
     * @param rollOff      0.10, 0.15, 0.20, 0.25 or 0.30
     */
    public SingleCarrierWaveform(double sampleRateHz, double rollOff) {
        if (!(sampleRateHz > 0) || Double.isInfinite(sampleRateHz)) {
            throw SemlinkException.input("sample rate must be a positive number of samples per second, got %s; use 1e6 for example",
                    sampleRateHz);
        }
        int step = SingleCarrierFormat.step(rollOff);
        if (step < 0) {
            throw SemlinkException.input("rolloff must be 0.10, 0.15, 0.20, 0.25 or 0.30, got %s; 0.25 is usual", rollOff);
        }
        this.sampleRateHz = sampleRateHz;
        this.format = new SingleCarrierFormat(step);
    }

    /** At {@link OfdmWaveform#DEFAULT_SAMPLE_RATE_HZ} and {@link #DEFAULT_ROLL_OFF}. */
    public SingleCarrierWaveform() {
        this(OfdmWaveform.DEFAULT_SAMPLE_RATE_HZ, DEFAULT_ROLL_OFF);
    }

    @Override
    public String name() {
        return "single-carrier:rolloff=" + new BigDecimal(Math.round(100 * format.rollOff())).movePointLeft(2);
    }

    @Override
    public double sampleRateHz() {
        return sampleRateHz;
    }

    /** {@inheritDoc} To where the pulse's spectrum ends. */
    @Override
    public double occupiedBandwidthHz() {
        return sampleRateHz * (1 + format.rollOff()) / SingleCarrierLayout.SAMPLES_PER_SYMBOL;
    }

    @Override
    public int maxPayloadSymbols() {
        return format.maxSymbols();
    }

    /** {@inheritDoc} The head counts as in OFDM, the payload with known words and filling. */
    @Override
    public int totalSymbols(int payloadSymbols) {
        int head = OfdmParameters.CARRIERS
                * (OfdmParameters.PREAMBLE / OfdmParameters.FFT + 2 + OfdmParameters.HEADER_SYMBOLS);
        return head + SingleCarrierLayout.epochs(payloadSymbols) * SingleCarrierLayout.EPOCH;
    }

    /** {@inheritDoc} A symbol has the energy of 1.6 samples. */
    @Override
    public double sampleSnrPerSymbolSnr() {
        return 1 / SingleCarrierLayout.SAMPLES_PER_SYMBOL;
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
