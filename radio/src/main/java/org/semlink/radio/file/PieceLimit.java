// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;

/**
 * When a recording begins its next piece, and how many stay: what a reception of days needs.
 *
 * <p>A piece has {@value #LEAST_SAMPLES} samples at least, far more than the longest burst.
 *
 * @param seconds longest piece in seconds of samples, at least 1; infinite for no such limit
 * @param bytes   largest file of samples, at least 1 Mi; {@link Long#MAX_VALUE} for no such limit
 * @param keep    newest pieces that stay, the one being written among them, at least 2; {@link Integer#MAX_VALUE} for all
 */
public record PieceLimit(double seconds, long bytes, int keep) {

    private static final long LEAST_SAMPLES = 1 << 17;
    private static final long LEAST_BYTES = LEAST_SAMPLES * SampleFormat.CF32.sampleBytes();

    public PieceLimit {
        if (!(seconds >= 1)) {
            throw SemlinkException.input("a piece of a recording must be at least 1 second long, got %s", seconds);
        }
        if (bytes < LEAST_BYTES) {
            throw SemlinkException.input("a piece of a recording must be allowed at least %d bytes, got %d", LEAST_BYTES, bytes);
        }
        if (keep < 2) {
            throw SemlinkException.input("at least 2 pieces of a recording must be kept, got %d", keep);
        }
    }

    /** Complex samples of a whole piece. */
    long samples(double sampleRateHz, SampleFormat format) {
        return Math.max(LEAST_SAMPLES, Math.min((long) Math.floor(seconds * sampleRateHz), bytes / format.sampleBytes()));
    }
}
