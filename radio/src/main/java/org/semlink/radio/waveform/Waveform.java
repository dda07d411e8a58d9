// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import org.semlink.radio.Iq;

/**
 * Complex payload symbols to a baseband burst and back.
 *
 * <p>Payload symbols are interleaved I, Q with unit mean power {@code E|s|^2 = 1}. Implementations are immutable; receivers are not.
 */
public interface Waveform {

    /** Mean power of a burst whose payload symbols have unit power: exactly this, at full scale 1. */
    double BURST_POWER = 1.0 / 16;

    /** The name, with options where it has some, as {@link Waveforms#of} takes it. */
    String name();

    double sampleRateHz();

    /** Width of the band, centred on the carrier, that payload symbols occupy. */
    double occupiedBandwidthHz();

    /** Most payload symbols that one burst takes. */
    int maxPayloadSymbols();

    /**
     * All complex symbols that a burst with this many payload symbols occupies: preamble, training, header, pilots, payload.
     *
     * <p>Cyclic prefixes, guard bands and roll-off carry no symbol of their own and are not counted.
     */
    int totalSymbols(int payloadSymbols);

    /**
     * Per-sample SNR divided by payload Es/N0 (both linear): how a link's Es/N0 becomes the noise power of the samples.
     *
     * <p>Noise of {@code g * BURST_POWER / (snr * sampleSnrPerSymbolSnr())} per complex sample, {@code g} being the channel's power gain
     * averaged over the band, gives payload symbols exactly the Es/N0 {@code snr}. The nominal power counts, not the power that one
     * burst happens to have.
     */
    double sampleSnrPerSymbolSnr();

    /**
     * The burst, mean power {@link #BURST_POWER}, without zeros around it.
     *
     * @param symbols {@code 2 * header.payloadSymbols()} floats, interleaved
     */
    Iq modulate(FrameHeader header, float[] symbols);

    /** A new streaming receiver of this waveform. */
    FrameReceiver receiver();
}
