// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * An RGB picture: {@code 3 * height * width} floats, planar (all red, all green, all blue), row-major, in [0, 1].
 *
 * <p>Immutable by convention: {@link #samples()} is the picture's own array and must not be written to.
 */
public final class Picture {

    private final int width;
    private final int height;
    private final float[] samples;

    /** Takes ownership of {@code samples}, length {@code 3 * height * width}. */
    public Picture(int width, int height, float[] samples) {
        if (width < 1 || height < 1 || samples.length != 3 * width * height) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " needs 3*w*h samples, got " + samples.length);
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Planar samples; read only. */
    public float[] samples() {
        return samples;
    }

    /** The top-left {@code newWidth x newHeight} part; where that is larger, the last row and column repeat. */
    public Picture resizedCanvas(int newWidth, int newHeight) {
        return newWidth == width && newHeight == height ? this : crop(0, 0, newWidth, newHeight);
    }

    /** The square of this side in the middle; where the picture is smaller, its edge repeats. */
    public Picture middle(int side) {
        return crop((width - side) / 2, (height - side) / 2, side, side);
    }

    /** The part from column {@code left} and row {@code top} on; outside the picture its edge repeats. */
    public Picture crop(int left, int top, int newWidth, int newHeight) {
        float[] out = new float[3 * newWidth * newHeight];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < newHeight; y++) {
                int from = (c * height + Math.min(Math.max(top + y, 0), height - 1)) * width;
                int to = (c * newHeight + y) * newWidth;
                for (int x = 0; x < newWidth; x++) {
                    out[to + x] = samples[from + Math.min(Math.max(left + x, 0), width - 1)];
                }
            }
        }
        return new Picture(newWidth, newHeight, out);
    }
}
