// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/** Payload samples to symbols, for one {@link PayloadFormat} and one receiver; reused burst by burst. */
interface PayloadDemodulator {

    /**
     * The frame with as much of the payload as the buffer holds; the burst's header has been read and taken as known.
     *
     * <p>Symbols that did not arrive are 0 with variance +Infinity.
     */
    ReceivedFrame demodulate(SampleBuffer buffer, FrameHeader header);
}
