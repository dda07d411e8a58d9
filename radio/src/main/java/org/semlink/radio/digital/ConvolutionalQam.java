// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.digital;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.semlink.radio.waveform.ConvolutionalCode;
import org.semlink.radio.waveform.ViterbiDecoder;

/**
 * A real code: blocks with CRC-32, the K = 7 rate-1/2 convolutional code, Gray-labelled QPSK or 16-QAM, soft-decision Viterbi decoding.
 *
 * <p>The reals are cut into equal blocks of at most {@value #MOST_BYTES} coded bytes of information; each ends with its checksum and the code's tail.
 * Of the two coded bits that share a real of 16-QAM one comes from the block's first half and one from its second, in turn as the
 * strong and the weak one. Spreading blocks over the air is left to who maps reals to symbols. Reals left over are sent as level of label 0.
 */
public final class ConvolutionalQam implements ChannelCode {

    private static final int MOST_BYTES = 256;
    private static final int CHECK = 4;

    private final Pam pam;

    private ConvolutionalQam(Pam pam) {
        this.pam = pam;
    }

    /** One information bit a complex symbol. */
    public static ConvolutionalQam qpsk() {
        return new ConvolutionalQam(Pam.QPSK);
    }

    /** Two information bits a complex symbol. */
    public static ConvolutionalQam qam16() {
        return new ConvolutionalQam(Pam.QAM16);
    }

    /** How the reals are cut: blocks of {@code reals} reals with {@code bytes} bytes, checksum included. */
    private record Cut(int blocks, int reals, int bytes) {
    }

    private Cut cut(int reals) {
        int most = ConvolutionalCode.codedLength(8 * MOST_BYTES) / pam.bits;
        int blocks = Math.max(1, (reals + most - 1) / most);
        int perBlock = reals / blocks;
        int bytes = (perBlock * pam.bits - ConvolutionalCode.codedLength(0)) / 16;
        return bytes > CHECK ? new Cut(blocks, perBlock, bytes) : new Cut(0, 0, 0);
    }

    @Override
    public int capacity(int reals) {
        Cut cut = cut(reals);
        return cut.blocks * (cut.bytes - (cut.blocks == 0 ? 0 : CHECK));
    }

    @Override
    public float[] encode(byte[] data, int reals) {
        Cut cut = cut(reals);
        if (data.length != capacity(reals)) {
            throw new IllegalArgumentException(reals + " reals carry " + capacity(reals) + " bytes, got " + data.length);
        }
        float[] out = new float[reals];
        Arrays.fill(out, pam.level(0));
        for (int b = 0; b < cut.blocks; b++) {
            byte[] block = Arrays.copyOfRange(data, b * (cut.bytes - CHECK), (b + 1) * (cut.bytes - CHECK) + CHECK);
            ByteBuffer.wrap(block).putInt(cut.bytes - CHECK, check(block));
            place(ConvolutionalCode.encode(block), out, b * cut.reals);
        }
        return out;
    }

    @Override
    public Decoded decode(float[] values, float[] variance) {
        Cut cut = cut(values.length);
        byte[] data = new byte[capacity(values.length)];
        float[] clean = new float[values.length];
        Arrays.fill(clean, pam.level(0));
        ViterbiDecoder viterbi = new ViterbiDecoder(cut.bytes);
        int intact = 0;
        for (int b = 0; b < cut.blocks; b++) {
            byte[] block = viterbi.decode(soft(values, variance, b * cut.reals, ConvolutionalCode.codedLength(8 * cut.bytes)));
            int payload = cut.bytes - CHECK;
            System.arraycopy(block, 0, data, b * payload, payload);
            if (ByteBuffer.wrap(block).getInt(payload) == check(block)) {
                intact += intact == b * payload ? payload : 0;
                place(ConvolutionalCode.encode(block), clean, b * cut.reals);
            } else {
                Arrays.fill(clean, b * cut.reals, (b + 1) * cut.reals, 0);
            }
        }
        return new Decoded(data, intact, clean);
    }

    private void place(byte[] coded, float[] to, int at) {
        int reals = (coded.length + pam.bits - 1) / pam.bits;
        for (int r = 0; r < reals; r++) {
            int label = 0;
            for (int bit = 0; bit < pam.bits; bit++) {
                label = label << 1 | coded[index(r, bit, reals)];
            }
            to[at + r] = pam.level(label);
        }
    }

    private float[] soft(float[] values, float[] variance, int at, int coded) {
        float[] soft = new float[coded];
        int reals = (coded + pam.bits - 1) / pam.bits;
        for (int r = 0; r < reals; r++) {
            for (int bit = 0; bit < pam.bits; bit++) {
                // An element that did not arrive says nothing; one without noise must not become infinite.
                soft[index(r, bit, reals)] = Float.isInfinite(variance[at + r]) ? 0
                        : pam.ratio(values[at + r], Math.max(1e-6f, variance[at + r]), bit);
            }
        }
        return soft;
    }

    /** Which coded bit is bit {@code bit} of real {@code r}. Coded lengths are even. */
    private int index(int r, int bit, int reals) {
        return pam.bits == 1 ? r : r + reals * (bit ^ r & 1);
    }

    private static int check(byte[] block) {
        CRC32 crc = new CRC32();
        crc.update(block, 0, block.length - CHECK);
        return (int) crc.getValue();
    }
}
