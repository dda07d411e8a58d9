// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Layers.ResidualBlock;

/**
 * Feature-wise modulation (Perez et al. 2018): what a network is told becomes a scale and a shift of every channel of its residual blocks.
 *
 * <p>Two 1x1 layers around a GELU; the second starts at zero, so an untrained network heeds nothing that it is told.
 */
public final class Modulation {

    private static final int EMBEDDING = 64;

    private final Conv in;
    private final Conv out;

    /**
     * Takes the weights {@code name.in} and {@code name.out}.
     *
     * @param told     features that the network is told
     * @param channels of all the blocks together
     * @param gain     of the first layer's start, see {@link Conv#of}
     */
    public Modulation(Parameters parameters, String name, int told, int channels, double gain) {
        in = Conv.of(parameters, name + ".in", told, EMBEDDING, 1, gain);
        out = Conv.of(parameters, name + ".out", EMBEDDING, 2 * channels, 1, 0);
    }

    /** The modulation of one pass; {@code told} is [b, n, 1, 1]. */
    public Pass by(NDArray told) {
        return new Pass(Layers.then(Layers.then(in.apply(told), Layers::gelu), out::apply));
    }

    /** Deals out slices of one [b, n, 1, 1] array as scale and shift of successive blocks. */
    public static final class Pass {

        private final NDArray all;
        private int next;

        private Pass(NDArray all) {
            this.all = all;
        }

        /** The next block, of {@code channels}; frees {@code x}. */
        public NDArray apply(ResidualBlock block, NDArray x, int channels) {
            try (x; NDArray scale = slice(channels); NDArray shift = slice(channels)) {
                return block.apply(x, scale, shift);
            }
        }

        private NDArray slice(int channels) {
            NDArray slice = all.get(":, " + next + ":" + (next + channels));
            next += channels;
            return slice;
        }
    }
}
