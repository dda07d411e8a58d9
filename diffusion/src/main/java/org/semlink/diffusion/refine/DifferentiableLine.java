// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.semlink.codec.LatentShape;

/** The line from a picture's latent to what a receiver restores, over white noise and without bursts, as arrays that gradients pass through. */
interface DifferentiableLine {

    /** Of what the channel adds to latents of {@code shape}. */
    Shape noiseShape(LatentShape shape);

    /**
     * What a receiver restores: pixels [1, 3, H, W], as many as whole latent positions have, not yet clamped.
     *
     * @param latent   [1, C, h, w]
     * @param snr      of the link, linear
     * @param gaussian of unit variance, of {@link #noiseShape}
     */
    NDArray received(NDArray latent, double snr, NDArray gaussian);

    /** A good length of a step in every element of the latent, by the root of the mean squared error. */
    double rate();
}
