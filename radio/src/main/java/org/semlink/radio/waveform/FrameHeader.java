// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;

/**
 * The coded header of one burst: which frame of which transmission, how many payload symbols, and opaque metadata of the layer above.
 *
 * <p>The radio does not look into {@code metadata}; it carries exactly {@link #METADATA_BYTES} bytes.
 */
public final class FrameHeader {

    public static final int METADATA_BYTES = 32;

    private final int transmission;
    private final int index;
    private final int count;
    private final int payloadSymbols;
    private final byte[] metadata;

    /**
     * @param transmission   number of the picture on this link, 0 to 2^16-1
     * @param index          number of this frame within it, from 0, below {@code count}
     * @param count          frames of this transmission, 1 to 2^16-1
     * @param payloadSymbols complex payload symbols in this frame, 1 to 2^20-1
     * @param metadata       exactly {@link #METADATA_BYTES} bytes
     */
    public FrameHeader(int transmission, int index, int count, int payloadSymbols, byte[] metadata) {
        this.transmission = transmission;
        this.index = index;
        this.count = count;
        this.payloadSymbols = payloadSymbols;
        this.metadata = metadata.clone();
        if (transmission < 0 || transmission > 0xffff || count < 1 || count > 0xffff || index < 0 || index >= count
                || payloadSymbols < 1 || payloadSymbols >= 1 << 20 || metadata.length != METADATA_BYTES) {
            throw new IllegalArgumentException("header out of range: " + this);
        }
    }

    public int transmission() {
        return transmission;
    }

    public int index() {
        return index;
    }

    public int count() {
        return count;
    }

    public int payloadSymbols() {
        return payloadSymbols;
    }

    public byte[] metadata() {
        return metadata.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FrameHeader h && transmission == h.transmission && index == h.index && count == h.count
                && payloadSymbols == h.payloadSymbols && Arrays.equals(metadata, h.metadata);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(metadata) * 31 + transmission * 7 + index;
    }

    @Override
    public String toString() {
        return "transmission " + transmission + " frame " + index + "/" + count + ", " + payloadSymbols + " symbols, "
                + metadata.length + " metadata bytes";
    }
}
