// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

/**
 * Procedural texture from integer hashing and arithmetic that IEEE 754 fixes, hence the same on every machine.
 *
 * <p>Value noise: random values on a unit lattice, joined by a cubic; octaves of it, each of twice the frequency and half the
 * amplitude, make natural-looking clouds, grass or water.
 */
final class Texture {

    private final int seed;

    Texture(int seed) {
        this.seed = seed;
    }

    /** Sum of {@code octaves} of noise at (x, y), in [0, 1]; the coarsest has features of about 1 unit. */
    double at(double x, double y, int octaves) {
        double sum = 0;
        double amplitude = 1;
        double total = 0;
        for (int o = 0; o < octaves; o++) {
            sum += amplitude * noise(x * (1 << o), y * (1 << o), o);
            total += amplitude;
            amplitude /= 2;
        }
        return sum / total;
    }

    private double noise(double x, double y, int octave) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        double fx = smooth(x - ix);
        double fy = smooth(y - iy);
        double top = lattice(ix, iy, octave) * (1 - fx) + lattice(ix + 1, iy, octave) * fx;
        double bottom = lattice(ix, iy + 1, octave) * (1 - fx) + lattice(ix + 1, iy + 1, octave) * fx;
        return top * (1 - fy) + bottom * fy;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private double lattice(int x, int y, int octave) {
        int h = seed + x * 0x27d4eb2d + y * 0x165667b1 + octave * 0x3c6ef372;
        h = (h ^ h >>> 15) * 0x2c1b3c6d;
        h = (h ^ h >>> 12) * 0x297a2d39;
        return ((h ^ h >>> 15) & 0xffff) / 65535.0;
    }

    /** The colour at fraction {@code t}, clamped to [0, 1], from {@code a} to {@code b}. */
    static int mix(int a, int b, double t) {
        double weight = Math.max(0, Math.min(1, t));
        int out = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = a >> shift & 255;
            out |= (int) Math.round(from + weight * ((b >> shift & 255) - from)) << shift;
        }
        return out;
    }
}
