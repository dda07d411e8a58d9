// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Layers.ResidualBlock;
import org.semlink.codec.djl.Modulation;
import org.semlink.codec.djl.Parameters;

/**
 * A time-conditioned U-Net of two scales that refines the linear estimate of a latent.
 *
 * <p>Inputs: the MMSE-shrunk latent {@code m = v / (1 + s^2)} and its posterior deviation {@code d = s / sqrt(1 + s^2)} per element, each
 * [b, C, h, w] with even h and w, and the {@link TimeEmbedding} of the link SNR. Output {@code u = m + d F(m, d, t)}: the residual is
 * predicted in units of what the linear estimate does not know, so noise-free elements pass untouched and an erased one (m = 0, d = 1)
 * is drawn from its surroundings. F starts at zero: an untrained network is linear MMSE shrinkage.
 *
 * <p>These are the skip and output scalings of Karras et al. (2022, table 1) for unit data variance, and with them the boundary condition of a consistency
 * function (Song et al. 2023, eq. 5) at its clean end, epsilon = 0: {@code s = 0} gives {@code u = v} whatever F says. So a consistency student is the
 * same network with other weights.
 */
public final class UNet {

    /** Channels of the latent, of the two scales, and residual blocks per leg. */
    public record Config(int channels, int fine, int coarse, int blocks) {
        public static final Config DEFAULT = new Config(32, 128, 160, 3);
    }

    private final Modulation time;
    private final Conv in;
    private final List<ResidualBlock> down = new ArrayList<>();
    private final Conv shrink;
    private final List<ResidualBlock> bottom = new ArrayList<>();
    private final Conv grow;
    private final Conv merge;
    private final List<ResidualBlock> up = new ArrayList<>();
    private final Conv out;
    private final Config config;

    public UNet(Parameters parameters, Config config) {
        this.config = config;
        time = new Modulation(parameters, "time", TimeEmbedding.SIZE, config.blocks * (2 * config.fine + 2 * config.coarse), 1);
        in = Conv.of(parameters, "in", 2 * config.channels, config.fine, 3, 1);
        shrink = Conv.of(parameters, "shrink", config.fine, config.coarse, 3, 2, 1);
        grow = Conv.of(parameters, "grow", config.coarse, config.fine, 1, 1);
        merge = Conv.of(parameters, "merge", 2 * config.fine, config.fine, 1, 1);
        out = Conv.of(parameters, "out", config.fine, config.channels, 3, 0);
        for (int i = 0; i < config.blocks; i++) {
            down.add(new ResidualBlock(parameters, "down" + i, config.fine));
            bottom.add(new ResidualBlock(parameters, "bottom" + 2 * i, config.coarse));
            bottom.add(new ResidualBlock(parameters, "bottom" + (2 * i + 1), config.coarse));
            up.add(new ResidualBlock(parameters, "up" + i, config.fine));
        }
        parameters.requireAllUsed();
    }

    /** Refined latent [b, C, h, w]; {@code told} is the time, [b, {@link TimeEmbedding#SIZE}, 1, 1]. */
    public NDArray apply(NDArray shrunk, NDArray deviation, NDArray told) {
        Modulation.Pass modulation = time.by(told);
        NDArray x = Layers.then(Layers.concat(shrunk, deviation), in::apply);
        for (ResidualBlock block : down) {
            x = modulation.apply(block, x, config.fine);
        }
        NDArray low = shrink.apply(x);
        for (ResidualBlock block : bottom) {
            low = modulation.apply(block, low, config.coarse);
        }
        NDArray grown = Layers.then(Layers.then(low, grow::apply), Layers::upsample2);
        NDArray both = Layers.concat(x, grown);
        x.close();
        grown.close();
        x = Layers.then(both, merge::apply);
        for (ResidualBlock block : up) {
            x = modulation.apply(block, x, config.fine);
        }
        return Layers.then(Layers.single(Layers.then(x, out::apply)), deviation::mul).addi(shrunk);
    }
}
