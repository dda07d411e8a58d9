// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

/**
 * What one read, write or status query of a stream did.
 *
 * @param samples complex samples moved, 0 unless {@code event} is OK
 * @param hasTime whether {@code timeNs} is set
 * @param timeNs  device time of the first sample, or of the event
 * @param endOfBurst whether the device said that a burst ends here
 */
public record Transfer(StreamEvent event, int samples, boolean hasTime, long timeNs, boolean endOfBurst) {
}
