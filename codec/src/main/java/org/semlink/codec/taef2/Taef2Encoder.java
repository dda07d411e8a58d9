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
 * TAEF2's encoder: pixels [1, 3, 8h, 8w] in [0, 1] to the raw latent [1, 32, h, w].
 *
 * <p>{@link #local} down to 1/8 of the resolution sees no further than {@link Tiles#HALO} and may run tile by tile; {@link #global} holds
 * norms over the whole picture. Layers carry the numbers of the published weights (github.com/madebyollin/taesd, MIT).
 */
final class Taef2Encoder {

    private final List<UnaryOperator<NDArray>> local;
    private final List<UnaryOperator<NDArray>> global;

    Taef2Encoder(Parameters p) {
        int n = Taef2Layers.WIDTH;
        local = List.of(Conv.of(p, "0", 3, n, 3, 2)::apply, new Block(p, 1), half(p, 2), new Block(p, 3), new Block(p, 4), new Block(p, 5),
                half(p, 6), new Block(p, 7), new Block(p, 8), new Block(p, 9), half(p, 10));
        global = List.of(new PoolBlock(p, 11), new PoolBlock(p, 12), new PoolBlock(p, 13), Conv.of(p, "14", n, Taef2Codec.CHANNELS, 3, 1)::apply);
        p.requireAllUsed();
    }

    private static UnaryOperator<NDArray> half(Parameters p, int layer) {
        return Conv.withoutBias(p, Integer.toString(layer), Taef2Layers.WIDTH, Taef2Layers.WIDTH, 3, 2, 2)::apply;
    }

    /** Pixels to features at 1/8 of the resolution, [1, 64, h, w]; frees its input. */
    NDArray local(NDArray pixels) {
        return run(local, pixels);
    }

    /** Features to the latent; frees its input. */
    NDArray global(NDArray features) {
        return run(global, features);
    }

    static NDArray run(List<UnaryOperator<NDArray>> layers, NDArray x) {
        for (UnaryOperator<NDArray> layer : layers) {
            x = Layers.then(x, layer);
        }
        return x;
    }
}
