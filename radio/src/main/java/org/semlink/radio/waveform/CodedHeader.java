// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Optional;

/**
 * What came of reading a burst's header.
 *
 * @param check  whether it holds, or why not
 * @param frame  the frame's header, where it holds
 * @param format the payload's form, where it holds
 */
record CodedHeader(HeaderCheck check, Optional<FrameHeader> frame, Optional<PayloadFormat> format) {

    static CodedHeader of(FrameHeader frame, PayloadFormat format) {
        return new CodedHeader(HeaderCheck.SOUND, Optional.of(frame), Optional.of(format));
    }

    static CodedHeader refused(HeaderCheck check) {
        return new CodedHeader(check, Optional.empty(), Optional.empty());
    }
}
