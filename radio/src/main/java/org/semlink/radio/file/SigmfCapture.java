// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.util.OptionalDouble;

/**
 * A stretch of a SigMF recording under one setting of the radio, up to the next capture.
 *
 * @param sampleStart index of its first sample, from 0
 * @param frequencyHz centre frequency, where it is known
 */
public record SigmfCapture(long sampleStart, OptionalDouble frequencyHz) {

    public SigmfCapture {
        if (sampleStart < 0 || frequencyHz.isPresent() && !Double.isFinite(frequencyHz.getAsDouble())) {
            throw new IllegalArgumentException("need a start from 0 and a finite frequency, got " + sampleStart + ", " + frequencyHz);
        }
    }
}
