// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;

/**
 * How complex samples lie in a file: interleaved I, Q, little endian, full scale 1.
 *
 * <p>An integer {@code c} stands for {@code (c - offset) / scale}: cs16 {@code c/32768}, cs8 {@code c/128}, cu8 {@code (c-128)/128}, so
 * that silence is exact in each. Writing rounds to the nearest integer and clips at the ends of the type.
 */
public enum RawFormat {
    CF32("cf32_le", 4, 0, 0, 0, 0),
    CS16("ci16_le", 2, 32768, 0, Short.MIN_VALUE, Short.MAX_VALUE),
    CS8("ci8", 1, 128, 0, Byte.MIN_VALUE, Byte.MAX_VALUE),
    CU8("cu8", 1, 128, 128, 0, 255);

    private final String datatype;
    private final int componentBytes;
    private final float scale;
    private final int offset;
    private final int least;
    private final int most;

    RawFormat(String datatype, int componentBytes, float scale, int offset, int least, int most) {
        this.datatype = datatype;
        this.componentBytes = componentBytes;
        this.scale = scale;
        this.offset = offset;
        this.least = least;
        this.most = most;
    }

    /** Bytes of one complex sample. */
    public int sampleBytes() {
        return 2 * componentBytes;
    }

    /** SigMF's name of it, its {@code core:datatype}. */
    public String datatype() {
        return datatype;
    }

    /** The option value and the file name's suffix without the dot, such as {@code cs16}. */
    public String suffix() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** All suffixes, as error messages list them. */
    static String suffixes() {
        return Arrays.stream(values()).map(RawFormat::suffix).collect(Collectors.joining(", "));
    }

    /** The format that SigMF calls {@code datatype}, if it is one of ours; byte order does not matter to single bytes. */
    static Optional<RawFormat> ofDatatype(String datatype) {
        return Arrays.stream(values()).filter(f -> f.datatype.equals(datatype)
                || f.componentBytes == 1 && (f.datatype + "_le").equals(datatype)).findFirst();
    }

    /** The format of this {@link #suffix()}. */
    public static RawFormat of(String suffix) {
        return Arrays.stream(values()).filter(f -> f.suffix().equals(suffix)).findFirst().orElseThrow(
                () -> SemlinkException.input("sample format must be one of %s, got '%s'", suffixes(), suffix));
    }

    /** The format that a file's name ends in, if it is one of ours. */
    static Optional<RawFormat> ofName(Path file) {
        String name = file.getFileName().toString();
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(values()).filter(f -> f.suffix().equals(suffix)).findFirst();
    }

    /** The next component as stored; a float may be NaN or infinite. */
    float get(ByteBuffer from) {
        return switch (this) {
            case CF32 -> from.getFloat();
            case CS16 -> from.getShort() / scale;
            case CS8 -> from.get() / scale;
            case CU8 -> ((from.get() & 0xff) - offset) / scale;
        };
    }

    /** Stores a finite component; returns whether it had to be clipped. */
    boolean put(ByteBuffer to, float value) {
        if (this == CF32) {
            to.putFloat(value);
            return false;
        }
        // In double nothing overflows, however large the value.
        double code = Math.rint((double) value * scale) + offset;
        int clipped = (int) Math.max(least, Math.min(most, code));
        if (this == CS16) {
            to.putShort((short) clipped);
        } else {
            to.put((byte) clipped);
        }
        return clipped != code;
    }
}
