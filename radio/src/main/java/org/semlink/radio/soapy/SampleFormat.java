// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Pointer;
import java.util.Arrays;
import org.semlink.common.SemlinkException;

/**
 * How samples lie in a stream's buffer, interleaved I, Q, and their conversion to floats of full scale 1.
 *
 * <p>Integers are rounded to the nearest and clipped at the ends of their type.
 */
public enum SampleFormat {
    /** 32-bit floats. */
    CF32(4, 1) {
        @Override
        void write(Pointer to, float[] from, int offset, int length, double fullScale) {
            to.write(0, from, offset, length);
        }

        @Override
        void read(Pointer from, float[] to, int offset, int length, double fullScale) {
            from.read(0, to, offset, length);
        }
    },
    /** 16-bit signed integers. */
    CS16(2, 32768) {
        @Override
        void write(Pointer to, float[] from, int offset, int length, double fullScale) {
            short[] values = new short[length];
            for (int i = 0; i < length; i++) {
                values[i] = (short) clip(from[offset + i] * fullScale, Short.MIN_VALUE, Short.MAX_VALUE);
            }
            to.write(0, values, 0, length);
        }

        @Override
        void read(Pointer from, float[] to, int offset, int length, double fullScale) {
            short[] values = from.getShortArray(0, length);
            for (int i = 0; i < length; i++) {
                to[offset + i] = (float) (values[i] / fullScale);
            }
        }
    },
    /** 8-bit signed integers. */
    CS8(1, 128) {
        @Override
        void write(Pointer to, float[] from, int offset, int length, double fullScale) {
            byte[] values = new byte[length];
            for (int i = 0; i < length; i++) {
                values[i] = (byte) clip(from[offset + i] * fullScale, Byte.MIN_VALUE, Byte.MAX_VALUE);
            }
            to.write(0, values, 0, length);
        }

        @Override
        void read(Pointer from, float[] to, int offset, int length, double fullScale) {
            byte[] values = from.getByteArray(0, length);
            for (int i = 0; i < length; i++) {
                to[offset + i] = (float) (values[i] / fullScale);
            }
        }
    };

    private final int componentBytes;
    private final double fullScale;

    SampleFormat(int componentBytes, double fullScale) {
        this.componentBytes = componentBytes;
        this.fullScale = fullScale;
    }

    /** Bytes of one complex sample. */
    public int sampleBytes() {
        return 2 * componentBytes;
    }

    /** The number for full scale where the device does not say otherwise. */
    public double fullScale() {
        return fullScale;
    }

    abstract void write(Pointer to, float[] from, int offset, int length, double fullScale);

    abstract void read(Pointer from, float[] to, int offset, int length, double fullScale);

    /** The format called {@code name}, in capitals as the library writes it. */
    public static SampleFormat of(String name) {
        return Arrays.stream(values()).filter(format -> format.name().equals(name)).findFirst()
                .orElseThrow(() -> SemlinkException.input("format must be one of %s, got '%s'; use CF32 if in doubt",
                        Arrays.toString(values()), name));
    }

    private static long clip(double value, int least, int most) {
        return Math.max(least, Math.min(most, Math.round(value)));
    }
}
