// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/** Whether the header of a detected burst can be believed, and if not, what was wrong with it first. */
public enum HeaderCheck {
    /** Checksum, version, format and all fields hold. */
    SOUND,
    /** The stream ended, or a gap began, inside the header. */
    CUT_OFF,
    /** The checksum fails: noise, or a burst of somebody else. */
    CHECKSUM,
    /** The checksum holds, but for another version of this program. */
    OTHER_VERSION,
    /** The checksum holds, but this version does not know the payload's format. */
    UNKNOWN_FORMAT,
    /** The checksum holds, but a field is out of its range. */
    OUT_OF_RANGE
}
