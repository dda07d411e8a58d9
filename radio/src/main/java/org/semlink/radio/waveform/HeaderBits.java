// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Packs a {@link FrameHeader} and the payload's format into bytes and back.
 *
 * <p>Layout, big endian: version (1 byte), transmission (2), index (2), count (2), format ({@link PayloadFormat#code}, 12 bits), payload
 * symbols (20 bits), metadata (32 bytes), CRC-32 of all before it as in IEEE 802.3 (4): 47 bytes.
 */
final class HeaderBits {

    static final int VERSION = 2;
    static final int BYTES = 1 + 2 + 2 + 2 + 4 + FrameHeader.METADATA_BYTES + 4;
    static final int BITS = 8 * BYTES;

    private static final int LENGTH_BITS = 32 - PayloadFormat.CODE_BITS;

    private HeaderBits() {
    }

    static byte[] pack(FrameHeader header, PayloadFormat format) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put((byte) VERSION);
        out.putShort((short) header.transmission());
        out.putShort((short) header.index());
        out.putShort((short) header.count());
        out.putInt(format.code() << LENGTH_BITS | header.payloadSymbols());
        out.put(header.metadata());
        out.putInt((int) crc(out.array()));
        return out.array();
    }

    /** The header, or what is wrong with it; nothing of the announced size is allocated. */
    static CodedHeader unpack(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.get();
        int transmission = in.getShort() & 0xffff;
        int index = in.getShort() & 0xffff;
        int count = in.getShort() & 0xffff;
        int formatAndLength = in.getInt();
        int payloadSymbols = formatAndLength & (1 << LENGTH_BITS) - 1;
        byte[] metadata = new byte[FrameHeader.METADATA_BYTES];
        in.get(metadata);
        if (in.getInt() != (int) crc(bytes)) {
            return CodedHeader.refused(HeaderCheck.CHECKSUM);
        }
        if (version != VERSION) {
            return CodedHeader.refused(HeaderCheck.OTHER_VERSION);
        }
        Optional<PayloadFormat> format = PayloadFormat.of(formatAndLength >>> LENGTH_BITS);
        if (format.isEmpty()) {
            return CodedHeader.refused(HeaderCheck.UNKNOWN_FORMAT);
        }
        if (index >= count || payloadSymbols < 1 || payloadSymbols > format.get().maxSymbols()) {
            return CodedHeader.refused(HeaderCheck.OUT_OF_RANGE);
        }
        return CodedHeader.of(new FrameHeader(transmission, index, count, payloadSymbols, metadata), format.get());
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, BYTES - 4);
        return crc.getValue();
    }
}
