// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;

/**
 * Frame header to BPSK values on the data carriers of the header symbols, and back from soft values.
 *
 * <p>376 bits with their checksum, convolutional code (764 coded bits), repeated 4.02 times over 16 x 192 carriers by
 * {@link BitInterleaver}, scrambled by {@link CarrierMap#scramble}. Slot {@code 192 m + i} is datum i of header symbol m. One thread.
 */
final class HeaderCoder {

    static final int SLOTS = OfdmParameters.HEADER_SYMBOLS * OfdmParameters.DATA;
    private static final BitInterleaver INTERLEAVER = new BitInterleaver(ConvolutionalCode.codedLength(HeaderBits.BITS), SLOTS);

    private final ViterbiDecoder viterbi = new ViterbiDecoder(HeaderBits.BYTES);
    private final float[] combined = new float[ConvolutionalCode.codedLength(HeaderBits.BITS)];

    /** Values +1 or -1 of all {@link #SLOTS} slots. */
    static float[] encode(FrameHeader header, PayloadFormat format) {
        byte[] coded = ConvolutionalCode.encode(HeaderBits.pack(header, format));
        float[] values = new float[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            values[slot] = coded[INTERLEAVER.bit(slot)] == 0 ? sign(slot) : -sign(slot);
        }
        return values;
    }

    /** The header, or what is wrong with it; {@code soft} is the matched-filter output per slot, in any common scale. */
    CodedHeader decode(float[] soft) {
        Arrays.fill(combined, 0);
        for (int slot = 0; slot < SLOTS; slot++) {
            combined[INTERLEAVER.bit(slot)] += soft[slot] * sign(slot);
        }
        return HeaderBits.unpack(viterbi.decode(combined));
    }

    private static float sign(int slot) {
        return CarrierMap.scramble(slot / OfdmParameters.DATA, slot % OfdmParameters.DATA);
    }
}
