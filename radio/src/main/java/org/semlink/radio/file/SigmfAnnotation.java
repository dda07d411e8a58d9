// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a stretch of a SigMF recording, such as one frame in it.
 *
 * @param sampleStart index of its first sample, from 0
 * @param sampleCount its length; 0 where the file does not say
 * @param label       short text, such as {@code burst 3}; may be empty
 * @param values      more of it, in our own namespace: key {@code snr_db} is {@code semlink:snr_db} in the file; texts, numbers, booleans
 */
public record SigmfAnnotation(long sampleStart, long sampleCount, String label, Map<String, Object> values) {

    public SigmfAnnotation {
        if (sampleStart < 0 || sampleCount < 0) {
            throw new IllegalArgumentException("need start and length from 0, got " + sampleStart + ", " + sampleCount);
        }
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
