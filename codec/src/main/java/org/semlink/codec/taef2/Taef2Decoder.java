// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.taef2.Taef2Layers.Block;
import org.semlink.codec.taef2.Taef2Layers.PoolBlock;

/**
 * TAEF2's decoder: raw latent [1, 32, h, w] to pixels [1, 3, 8h, 8w], not clamped.
 *
 * <p>The mirror of {@link Taef2Encoder}: {@link #global} first, at 1/8 of the resolution, then {@link #local} upwards, which may run tile by
 * tile. The latent is squashed by {@code 3 tanh(x / 3)} first.
 */
final class Taef2Decoder {

    private static final float SQUASH = 3;

    private final List<UnaryOperator<NDArray>> global;
    private final List<UnaryOperator<NDArray>> local;

    Taef2Decoder(Parameters p) {
        int n = Taef2Layers.WIDTH;
        global = List.of(x -> Layers.times(x, 1.0 / SQUASH), NDArray::tanh, x -> Layers.times(x, SQUASH), Conv.of(p, "1", Taef2Codec.CHANNELS, n, 3, 2)::apply,
                Taef2Layers::relu, new PoolBlock(p, 3), new PoolBlock(p, 4), new PoolBlock(p, 5));
        local = List.of(Layers::upsample2, conv(p, 7), new Block(p, 8), new Block(p, 9), new Block(p, 10), Layers::upsample2, conv(p, 12),
                new Block(p, 13), new Block(p, 14), new Block(p, 15), Layers::upsample2, conv(p, 17), new Block(p, 18),
                Conv.of(p, "19", n, 3, 3, 1)::apply);
        p.requireAllUsed();
    }

    private static UnaryOperator<NDArray> conv(Parameters p, int layer) {
        return Conv.withoutBias(p, Integer.toString(layer), Taef2Layers.WIDTH, Taef2Layers.WIDTH, 3, 1, 2)::apply;
    }

    /** Latent to features [1, 64, h, w]; frees its input. */
    NDArray global(NDArray latent) {
        return Taef2Encoder.run(global, latent);
    }

    /** Features to pixels; frees its input. */
    NDArray local(NDArray features) {
        return Taef2Encoder.run(local, features);
    }
}
