// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;

/**
 * How complex samples lie in a file or in a stream's buffer: interleaved I, Q; and their conversion to floats of full scale 1, in bulk.
 *
 * <p>An integer {@code c} stands for {@code (c - offset) / fullScale}: CS16 {@code c/32768}, CS8 {@code c/128}, CU8 {@code (c-128)/128}, so
 * that silence is exact in each; a device may have another full scale. Encoding rounds to the nearest integer and clips at the ends of the
 * type. Bytes are in the order of the buffer: little endian in files.
 */
public enum SampleFormat {
    /** 32-bit floats, as they are. */
    CF32("cf32_le", 4, 1) {
        @Override
        public void decode(ByteBuffer from, float[] to, int offset, int count, double fullScale) {
            from.asFloatBuffer().get(to, offset, count);
            from.position(from.position() + 4 * count);
        }

        @Override
        public int encode(float[] from, int offset, int count, ByteBuffer to, double fullScale) {
            to.asFloatBuffer().put(from, offset, count);
            to.position(to.position() + 4 * count);
            return 0;
        }
    },
    /** 16-bit signed integers. */
    CS16("ci16_le", 2, 32768) {
        @Override
        public void decode(ByteBuffer from, float[] to, int offset, int count, double fullScale) {
            short[] codes = new short[count];
            from.asShortBuffer().get(codes);
            from.position(from.position() + 2 * count);
            float step = (float) (1 / fullScale);
            for (int i = 0; i < count; i++) {
                to[offset + i] = codes[i] * step;
            }
        }

        @Override
        public int encode(float[] from, int offset, int count, ByteBuffer to, double fullScale) {
            short[] codes = new short[count];
            int clipped = 0;
            for (int i = 0; i < count; i += 2) {
                int re = round(from[offset + i], fullScale);
                int im = round(from[offset + i + 1], fullScale);
                codes[i] = (short) clip(re, Short.MIN_VALUE, Short.MAX_VALUE);
                codes[i + 1] = (short) clip(im, Short.MIN_VALUE, Short.MAX_VALUE);
                clipped += codes[i] == re && codes[i + 1] == im ? 0 : 1;
            }
            to.asShortBuffer().put(codes);
            to.position(to.position() + 2 * count);
            return clipped;
        }
    },
    /** 8-bit signed integers. */
    CS8("ci8", 1, 128) {
        @Override
        public void decode(ByteBuffer from, float[] to, int offset, int count, double fullScale) {
            decodeBytes(from, to, offset, count, fullScale, 0);
        }

        @Override
        public int encode(float[] from, int offset, int count, ByteBuffer to, double fullScale) {
            return encodeBytes(from, offset, count, to, fullScale, 0);
        }
    },
    /** 8-bit unsigned integers, 128 being zero. */
    CU8("cu8", 1, 128) {
        @Override
        public void decode(ByteBuffer from, float[] to, int offset, int count, double fullScale) {
            decodeBytes(from, to, offset, count, fullScale, 0x80);
        }

        @Override
        public int encode(float[] from, int offset, int count, ByteBuffer to, double fullScale) {
            return encodeBytes(from, offset, count, to, fullScale, 0x80);
        }
    };

    private final String datatype;
    private final int componentBytes;
    private final double fullScale;

    SampleFormat(String datatype, int componentBytes, double fullScale) {
        this.datatype = datatype;
        this.componentBytes = componentBytes;
        this.fullScale = fullScale;
    }

    /** Takes {@code count} floats, I and Q counted apart, from the buffer's position on; they may be NaN or infinite in CF32. */
    public abstract void decode(ByteBuffer from, float[] to, int offset, int count, double fullScale);

    /** Puts {@code count} floats, I and Q counted apart, an even number; returns how many complex samples had to be clipped. */
    public abstract int encode(float[] from, int offset, int count, ByteBuffer to, double fullScale);

    /** Bytes of one complex sample. */
    public int sampleBytes() {
        return 2 * componentBytes;
    }

    /** The number for full scale, where a device does not say otherwise. */
    public double fullScale() {
        return fullScale;
    }

    /** SigMF's name of it, its {@code core:datatype}. */
    public String datatype() {
        return datatype;
    }

    /** The option value and the file name's suffix without the dot, such as {@code cs16}. */
    public String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All suffixes, as error messages list them. */
    public static String suffixes() {
        return Arrays.stream(values()).map(SampleFormat::suffix).collect(Collectors.joining(", "));
    }

    /** The format of this {@link #suffix()}, capitals allowed. */
    public static SampleFormat of(String suffix) {
        return Arrays.stream(values()).filter(f -> f.suffix().equals(suffix.toLowerCase(Locale.ROOT))).findFirst().orElseThrow(
                () -> SemlinkException.input("sample format must be one of %s, got '%s'", suffixes(), suffix));
    }

    /** The format that a file's name ends in, if it is one of ours. */
    public static Optional<SampleFormat> ofName(Path file) {
        String name = file.getFileName().toString();
        return Arrays.stream(values()).filter(f -> name.endsWith("." + f.suffix())).findFirst();
    }

    /** The format that SigMF calls {@code datatype}, if it is one of ours; byte order does not matter to single bytes. */
    public static Optional<SampleFormat> ofDatatype(String datatype) {
        return Arrays.stream(values()).filter(f -> f.datatype.equals(datatype)
                || f.componentBytes == 1 && (f.datatype + "_le").equals(datatype)).findFirst();
    }

    /** {@code flip} turns offset binary into two's complement and back. */
    private static void decodeBytes(ByteBuffer from, float[] to, int offset, int count, double fullScale, int flip) {
        byte[] codes = new byte[count];
        from.get(codes);
        float step = (float) (1 / fullScale);
        for (int i = 0; i < count; i++) {
            to[offset + i] = (byte) (codes[i] ^ flip) * step;
        }
    }

    private static int encodeBytes(float[] from, int offset, int count, ByteBuffer to, double fullScale, int flip) {
        byte[] codes = new byte[count];
        int clipped = 0;
        for (int i = 0; i < count; i += 2) {
            int re = round(from[offset + i], fullScale);
            int im = round(from[offset + i + 1], fullScale);
            int inRangeRe = clip(re, Byte.MIN_VALUE, Byte.MAX_VALUE);
            int inRangeIm = clip(im, Byte.MIN_VALUE, Byte.MAX_VALUE);
            codes[i] = (byte) (inRangeRe ^ flip);
            codes[i + 1] = (byte) (inRangeIm ^ flip);
            clipped += inRangeRe == re && inRangeIm == im ? 0 : 1;
        }
        to.put(codes);
        return clipped;
    }

    /** In double nothing overflows, and the conversion to int saturates. */
    private static int round(float value, double fullScale) {
        return (int) Math.rint(value * fullScale);
    }

    private static int clip(int code, int least, int most) {
        return Math.max(least, Math.min(most, code));
    }
}
