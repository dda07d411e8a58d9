// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A stretch of a SigMF recording under one setting of the radio, up to the next capture.
 *
 * @param sampleStart index of its first sample, from 0
 * @param frequencyHz centre frequency, where it is known
 * @param globalIndex {@code core:global_index}, the index of its first sample in the stream that was recorded: it jumps where samples were lost
 */
public record SigmfCapture(long sampleStart, OptionalDouble frequencyHz, OptionalLong globalIndex) {

    /** A capture that does not say where in the stream it was. */
    public SigmfCapture(long sampleStart, OptionalDouble frequencyHz) {
        this(sampleStart, frequencyHz, OptionalLong.empty());
    }

    public SigmfCapture {
        if (sampleStart < 0 || frequencyHz.isPresent() && !Double.isFinite(frequencyHz.getAsDouble())) {
            throw new IllegalArgumentException("need a start from 0 and a finite frequency, got " + sampleStart + ", " + frequencyHz);
        }
    }
}
