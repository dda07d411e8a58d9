// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import java.util.Optional;
import org.semlink.codec.Picture;
import org.semlink.common.Registry;

/** A picture file format with loss, as the digital baselines use it. */
public interface PictureCompressor {

    /** Highest quality; the lowest is 1. */
    int BEST = 100;

    /** Compressors by name. */
    Registry<PictureCompressor> REGISTRY = Registry.<PictureCompressor>of("compressor")
            .with("jpeg", new ImageIoCompressor("jpeg"))
            .with("webp", new ImageIoCompressor("webp"));

    /** The file at a quality of 1 to {@link #BEST}. */
    byte[] compress(Picture picture, int quality);

    /**
     * The picture of a file that may have bytes behind its end; empty if it cannot be read.
     *
     * @param intact bytes from the start that are right; less than all for a file that broke off
     */
    Optional<Picture> decompress(byte[] file, int intact);
}
