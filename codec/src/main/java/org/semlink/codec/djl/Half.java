// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

/** IEEE 754 binary16 to float and back, round to nearest even (Java has it built in only from 20 on). */
final class Half {

    private Half() {
    }

    /** Many at once; weights are millions. */
    static void toFloats(short[] bits, float[] values) {
        float[] table = Table.FLOATS;
        for (int i = 0; i < values.length; i++) {
            values[i] = table[bits[i] & 0xffff];
        }
    }

    /** What every half stands for; made when the first weights are read. */
    private static final class Table {

        private static final float[] FLOATS = new float[1 << 16];

        static {
            for (int bits = 0; bits < FLOATS.length; bits++) {
                FLOATS[bits] = toFloat((short) bits);
            }
        }
    }

    static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1f;
        int mantissa = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }

    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int magnitudeBits = bits & 0x7fffffff;
        int rounded = magnitudeBits + 0xfff + ((magnitudeBits >>> 13) & 1);
        return (short) (sign | (rounded - (112 << 23)) >>> 13);
    }
}
