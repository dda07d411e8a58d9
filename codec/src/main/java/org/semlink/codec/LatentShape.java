// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/** Shape of a latent: channels x height x width, row-major, channel slowest. */
public record LatentShape(int channels, int height, int width) {

    public LatentShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("latent shape needs positive sides, got " + channels + "x" + height + "x" + width);
        }
    }

    /** Elements of one channel. */
    public int plane() {
        return height * width;
    }

    /** Elements of the whole latent. */
    public int size() {
        return channels * plane();
    }
}
