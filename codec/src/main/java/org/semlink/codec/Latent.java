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
}
