// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Rate-1/2 convolutional code of constraint length 7, generators 133 and 171 octal, ended by six zero bits.
 *
 * <p>The register holds the newest bit on top: bit n of the input enters at weight 64. Output: for each input bit first the parity of
 * generator 133, then that of 171. Reference: Odenwalder 1970; the code of CCSDS and IEEE 802.11 (without inversion).
 */
public final class ConvolutionalCode {

    static final int TAIL = 6;
    static final int STATES = 1 << TAIL;
    private static final int FIRST = 0133;
    private static final int SECOND = 0171;

    private ConvolutionalCode() {
    }

    /** Coded bits of a message of this many bits, its tail included. */
    public static int codedLength(int bits) {
        return 2 * (bits + TAIL);
    }

    /** Output bits (133 at weight 2, 171 at weight 1) when {@code bit} enters behind the last six bits {@code state}, newest on top. */
    static int output(int state, int bit) {
        int register = bit << TAIL | state;
        return (Integer.bitCount(register & FIRST) & 1) << 1 | Integer.bitCount(register & SECOND) & 1;
    }

    /** State after {@code bit} entered. */
    static int next(int state, int bit) {
        return (bit << TAIL | state) >> 1;
    }

    /** Codes the bits of {@code data}, most significant first; the result holds one bit per byte. */
    public static byte[] encode(byte[] data) {
        int bits = 8 * data.length;
        byte[] coded = new byte[codedLength(bits)];
        int state = 0;
        for (int i = 0; i < bits + TAIL; i++) {
            int bit = i < bits ? data[i >> 3] >> (7 - (i & 7)) & 1 : 0;
            int out = output(state, bit);
            coded[2 * i] = (byte) (out >> 1);
            coded[2 * i + 1] = (byte) (out & 1);
            state = next(state, bit);
        }
        return coded;
    }
}
