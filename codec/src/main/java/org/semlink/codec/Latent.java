// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * The standardised latent of one picture: {@code shape.size()} reals, about zero mean and unit variance per channel.
 *
 * <p>Immutable by convention: {@link #values()} is the latent's own array and must not be written to.
 */
public final class Latent {

    private final LatentShape shape;
    private final float[] values;

    /** Takes ownership of {@code values}, length {@code shape.size()}. */
    public Latent(LatentShape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("latent " + shape + " needs " + shape.size() + " values, got " + values.length);
        }
        this.shape = shape;
        this.values = values;
    }

    public LatentShape shape() {
        return shape;
    }

    /** Values, channel slowest; read only. */
    public float[] values() {
        return values;
    }

    /** The same latent cropped to another height and width, or grown by repeating the last row and column. */
    public Latent resized(LatentShape to) {
        if (to.channels() != shape.channels()) {
            throw new IllegalArgumentException("latent " + shape + " cannot get the channels of " + to);
        }
        if (to.equals(shape)) {
            return this;
        }
        float[] out = new float[to.size()];
        for (int k = 0; k < out.length; k++) {
            int x = Math.min(k % to.width(), shape.width() - 1);
            int y = Math.min(k / to.width() % to.height(), shape.height() - 1);
            out[k] = values[(k / to.plane() * shape.height() + y) * shape.width() + x];
        }
        return new Latent(to, out);
    }
}
