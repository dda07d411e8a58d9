// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Optional;

/**
 * One detected burst: its header if its checksum held, the equalised payload with its noise map, and what was measured.
 *
 * @param check    whether the header could be believed
 * @param header   empty when it could not; then {@code payload} is empty too
 * @param payload  equalised symbols and their noise variance
 * @param link     what the receiver measured on this burst
 * @param end      stream index behind its last sample, as far as the header told
 */
public record ReceivedFrame(HeaderCheck check, Optional<FrameHeader> header, Optional<ReceivedSymbols> payload, LinkState link,
        long end) {

    /** A burst of which no more is known than where it began. */
    public ReceivedFrame(HeaderCheck check, Optional<FrameHeader> header, Optional<ReceivedSymbols> payload, LinkState link) {
        this(check, header, payload, link, link.firstSample());
    }

    /** The same burst, said to end before stream index {@code end}. */
    ReceivedFrame endingAt(long end) {
        return new ReceivedFrame(check, header, payload, link, end);
    }
}
