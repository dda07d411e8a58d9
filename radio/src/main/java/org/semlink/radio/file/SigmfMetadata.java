// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.radio.SampleFormat;

/**
 * What SigMF 1.2 metadata say of a recording, as far as this project uses it.
 *
 * @param format       how samples are stored, {@code core:datatype}
 * @param sampleRateHz {@code core:sample_rate}, where the file has it
 * @param hardware     {@code core:hw}
 * @param sha512       digest of the samples' file in lower-case hexadecimal, {@code core:sha512}
 * @param values       our own global values: key {@code tx_gain_db} is {@code semlink:tx_gain_db} in the file; texts, numbers, booleans
 * @param captures     in order of their starts
 * @param annotations  in order of their starts
 */
public record SigmfMetadata(SampleFormat format, OptionalDouble sampleRateHz, Optional<String> hardware, Optional<String> sha512,
        Map<String, Object> values, List<SigmfCapture> captures, List<SigmfAnnotation> annotations) {

    public SigmfMetadata {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        captures = List.copyOf(captures);
        annotations = List.copyOf(annotations);
    }

    /** Centre frequency of the first capture. */
    public OptionalDouble frequencyHz() {
        return captures.isEmpty() ? OptionalDouble.empty() : captures.get(0).frequencyHz();
    }
}
