// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

/**
 * What a continuous reception heard and missed, counted by the numbers in the headers.
 *
 * @param complete   transmissions of which every burst arrived
 * @param incomplete transmissions given up with bursts missing
 * @param missed     transmissions that left no burst at all, known by the numbers before and after them
 * @param received   bursts that found their place
 * @param lost       bursts missing in incomplete transmissions
 * @param duplicates bursts that came again
 * @param broken     bursts found whose header could not be read
 * @param foreign    bursts with a sound header that no transmission of ours can have
 * @param otherModel bursts made with another model than the receiver's
 */
public record FrameCounts(long complete, long incomplete, long missed, long received, long lost, long duplicates, long broken, long foreign,
        long otherModel) {
}
