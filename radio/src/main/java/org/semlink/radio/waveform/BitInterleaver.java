// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Repeats a coded word over a number of slots and scatters it, so that neighbouring bits and the copies of one bit meet different times
 * and carriers.
 *
 * <p>Copy c of bit b stands in slot {@code c n + (b s + c t) mod n} of n coded bits, with the stride s prime to n. The last copy may be
 * partial.
 */
final class BitInterleaver {

    private static final int STRIDE = 331;
    /** With 764 coded bits on 192 carriers, moves each copy by a quarter of the band against the one before. */
    private static final int COPY_SHIFT = 52;

    private final int[] bitOfSlot;

    BitInterleaver(int bits, int slots) {
        if (bits % STRIDE == 0) {
            throw new IllegalArgumentException("coded length must not be a multiple of " + STRIDE + ", got " + bits);
        }
        bitOfSlot = new int[slots];
        for (int copy = 0; copy * bits < slots; copy++) {
            for (int bit = 0; bit < bits; bit++) {
                int slot = copy * bits + (bit * STRIDE + copy * COPY_SHIFT) % bits;
                if (slot < slots) {
                    bitOfSlot[slot] = bit;
                }
            }
        }
    }

    int slots() {
        return bitOfSlot.length;
    }

    /** The coded bit that slot {@code slot} carries. */
    int bit(int slot) {
        return bitOfSlot[slot];
    }
}
