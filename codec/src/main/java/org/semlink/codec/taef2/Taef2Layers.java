// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Parameters;

/**
 * The layers that TAEF2's two networks are made of; each frees its input and what it made on the way, so that no more than three full-size
 * arrays live at once.
 */
final class Taef2Layers {

    /** Channels between the layers. */
    static final int WIDTH = 64;
    private static final int POOL_WIDTH = 256;
    private static final int POOL_GROUPS = 4;

    private Taef2Layers() {
    }

    static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    /** {@code relu(x + conv relu conv relu conv x)}, all 3x3. */
    static final class Block implements UnaryOperator<NDArray> {

        private final Conv[] convs = new Conv[3];

        Block(Parameters parameters, int layer) {
            for (int i = 0; i < convs.length; i++) {
                convs[i] = Conv.of(parameters, layer + ".conv." + 2 * i, WIDTH, WIDTH, 3, 2);
            }
        }

        @Override
        public NDArray apply(NDArray x) {
            NDArray h = Layers.then(convs[0].apply(x), Taef2Layers::relu);
            h = Layers.then(Layers.then(h, convs[1]::apply), Taef2Layers::relu);
            h = Layers.then(h, convs[2]::apply);
            return Layers.then(h.addi(x), Taef2Layers::relu);
        }
    }

    /** {@code x + W3 relu(GroupNorm(W0 x))} before a {@link Block}; the norm's statistics are the whole picture's. */
    static final class PoolBlock implements UnaryOperator<NDArray> {

        private final Conv widen;
        private final NDArray scale;
        private final NDArray shift;
        private final Conv narrow;
        private final Block block;

        PoolBlock(Parameters parameters, int layer) {
            widen = Conv.withoutBias(parameters, layer + ".pool.0", WIDTH, POOL_WIDTH, 1, 1, 2);
            scale = parameters.constant(layer + ".pool.1.weight", 1, POOL_WIDTH).reshape(POOL_WIDTH, 1, 1);
            shift = parameters.constant(layer + ".pool.1.bias", 0, POOL_WIDTH).reshape(POOL_WIDTH, 1, 1);
            narrow = Conv.withoutBias(parameters, layer + ".pool.3", POOL_WIDTH, WIDTH, 1, 1, 2);
            block = new Block(parameters, layer);
        }

        @Override
        public NDArray apply(NDArray x) {
            NDManager outside = x.getManager();
            try (NDManager scope = outside.newSubManager()) {
                x.attach(scope);
                NDArray pooled = narrow.apply(relu(Layers.groupNorm(widen.apply(x), POOL_GROUPS, scale, shift)));
                NDArray y = block.apply(pooled.addi(x));
                y.attach(outside);
                x.attach(outside);
                return y;
            }
        }
    }
}
