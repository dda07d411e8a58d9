// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Packs a {@link FrameHeader} into bytes and back.
 *
 * <p>Layout, big endian: version (1 byte), transmission (2), index (2), count (2), payload symbols (3), metadata (32), CRC-32 of all
 * before it as in IEEE 802.3 (4): 46 bytes.
 */
final class HeaderBits {

    static final int VERSION = 1;
    static final int BYTES = 1 + 2 + 2 + 2 + 3 + FrameHeader.METADATA_BYTES + 4;
    static final int BITS = 8 * BYTES;

    private HeaderBits() {
    }

    static byte[] pack(FrameHeader header) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put((byte) VERSION);
        out.putShort((short) header.transmission());
        out.putShort((short) header.index());
        out.putShort((short) header.count());
        out.put((byte) (header.payloadSymbols() >> 16)).putShort((short) header.payloadSymbols());
        out.put(header.metadata());
        out.putInt((int) crc(out.array()));
        return out.array();
    }

    /** The header, or empty if the checksum, the version or a field's range is wrong; nothing of the announced size is allocated. */
    static Optional<FrameHeader> unpack(byte[] bytes, int maxPayloadSymbols) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.get();
        int transmission = in.getShort() & 0xffff;
        int index = in.getShort() & 0xffff;
        int count = in.getShort() & 0xffff;
        int payloadSymbols = (in.get() & 0xff) << 16 | in.getShort() & 0xffff;
        byte[] metadata = new byte[FrameHeader.METADATA_BYTES];
        in.get(metadata);
        boolean sound = in.getInt() == (int) crc(bytes) && version == VERSION
                && index < count && payloadSymbols >= 1 && payloadSymbols <= maxPayloadSymbols;
        return sound ? Optional.of(new FrameHeader(transmission, index, count, payloadSymbols, metadata)) : Optional.empty();
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, BYTES - 4);
        return crc.getValue();
    }
}
