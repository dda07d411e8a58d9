// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Optional;

/**
 * In which form the payload follows the coded header: one implementation per waveform, with its parameters; equal if they are.
 *
 * <p>Everything before the payload is the same for every format, so that one receiver finds, synchronises and measures a burst of any
 * kind and learns here how to go on. The header carries {@link #code}: kind (4 bits) | mid-amble interval (4) | shape (4).
 */
sealed interface PayloadFormat permits OfdmFormat, SingleCarrierFormat {

    /** Bits of {@link #code}. */
    int CODE_BITS = 12;

    /** The format's 12 bits in the header. */
    int code();

    /** Most payload symbols of one burst. */
    int maxSymbols();

    /** Samples behind the header that this many payload symbols take. */
    int samples(int symbols);

    /**
     * Writes {@link #samples} samples into {@code burst}, from complex sample {@code from} on.
     *
     * @param symbols interleaved
     */
    void modulate(float[] symbols, float[] burst, int from);

    /** What brings payloads of this format back; for one receiver. */
    PayloadDemodulator demodulator(BurstState burst);

    /** The format that a header announces; empty for one that this version does not know. */
    static Optional<PayloadFormat> of(int code) {
        int kind = code >> 8;
        int interval = midambleInterval(code);
        int shape = code & 0xf;
        if (kind == OfdmFormat.KIND && OfdmFormat.isInterval(interval) && shape == 0) {
            return Optional.of(new OfdmFormat(interval));
        }
        if (kind == SingleCarrierFormat.KIND && interval == 0 && shape < SingleCarrierFormat.STEPS) {
            return Optional.of(new SingleCarrierFormat(shape));
        }
        return Optional.empty();
    }

    /**
     * The code.
     *
     * @param midambleInterval OFDM symbols with payload to one that is wholly known, a power of two up to 2^14, or 0 for none
     */
    static int code(int kind, int midambleInterval, int shape) {
        if (kind < 0 || kind > 15 || shape < 0 || shape > 15 || midambleInterval < 0 || midambleInterval > 1 << 14
                || Integer.bitCount(midambleInterval) > 1) {
            throw new IllegalArgumentException("no code for format " + kind + " with interval " + midambleInterval + " and shape " + shape);
        }
        int interval = midambleInterval == 0 ? 0 : 1 + Integer.numberOfTrailingZeros(midambleInterval);
        return kind << 8 | interval << 4 | shape;
    }

    /** The mid-amble interval in a code, 0 for none. */
    static int midambleInterval(int code) {
        int interval = code >> 4 & 0xf;
        return interval == 0 ? 0 : 1 << interval - 1;
    }
}
