// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import org.semlink.radio.Iq;

/**
 * Complex payload symbols to a baseband burst and back.
 *
 * <p>Payload symbols are interleaved I, Q with unit mean power {@code E|s|^2 = 1}. Implementations are immutable; receivers are not.
 */
public interface Waveform {

    String name();

    double sampleRateHz();

    /** Most payload symbols that one burst takes. */
    int maxPayloadSymbols();

    /** All complex symbols that a burst with this many payload symbols occupies: preamble, training, header, pilots, payload. */
    int totalSymbols(int payloadSymbols);

    /** Per-sample SNR divided by payload Es/N0 (both linear): how a link's Es/N0 becomes the noise power of the samples. */
    double sampleSnrPerSymbolSnr();

    /**
     * The burst, mean power about 1/16 of full scale, without zeros around it.
     *
     * @param symbols {@code 2 * header.payloadSymbols()} floats, interleaved
     */
    Iq modulate(FrameHeader header, float[] symbols);

    /** A new streaming receiver of this waveform. */
    FrameReceiver receiver();
}
