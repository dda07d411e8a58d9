// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.digital;

/**
 * Bytes to reals of unit mean power, and noisy reals back to bytes: the digital way to use the symbols that an analog scheme would have.
 *
 * <p>Two reals make one complex symbol, as everywhere in this project; noise variances are per real and infinite where nothing arrived.
 */
public interface ChannelCode {

    /** Bytes that {@code reals} reals carry; 0 where they are too few. */
    int capacity(int reals);

    /** The reals of {@code data}, which is {@link #capacity} bytes long. */
    float[] encode(byte[] data, int reals);

    /** What the received reals say. */
    Decoded decode(float[] values, float[] variance);

    /**
     * Received bytes.
     *
     * @param data   {@link #capacity} bytes, right where their check holds
     * @param intact bytes from the start whose check holds
     * @param reals  what {@link #encode} would give, with 0 where the check fails
     */
    record Decoded(byte[] data, int intact, float[] reals) {

        /** Whether every check holds. */
        public boolean complete() {
            return intact == data.length && data.length > 0;
        }
    }
}
