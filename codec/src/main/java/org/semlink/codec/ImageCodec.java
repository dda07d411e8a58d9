// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * Picture to latent and back.
 *
 * <p>Pictures of any size: the codec pads to whole strides by repeating the last row and column, and {@link #decode} crops to the size
 * it is told. Implementations are deterministic.
 */
public interface ImageCodec extends AutoCloseable {

    LatentFormat format();

    /** The standardised latent, of shape {@code format().shapeFor(picture.width(), picture.height())}. */
    Latent encode(Picture picture);

    /** The same codec without what its encoder takes time for; itself if that is nothing. For a look at what is sent, not for sending. */
    default ImageCodec quick() {
        return this;
    }

    /** The picture of {@code width x height} that the latent stands for, clamped to [0, 1]. */
    Picture decode(Latent latent, int width, int height);

    @Override
    void close();
}
