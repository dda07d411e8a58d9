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
        if (newWidth == width && newHeight == height) {
            return this;
        }
        float[] out = new float[3 * newWidth * newHeight];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < newHeight; y++) {
                int from = (c * height + Math.min(y, height - 1)) * width;
                int to = (c * newHeight + y) * newWidth;
                for (int x = 0; x < newWidth; x++) {
                    out[to + x] = samples[from + Math.min(x, width - 1)];
                }
            }
        }
        return new Picture(newWidth, newHeight, out);
    }
}
