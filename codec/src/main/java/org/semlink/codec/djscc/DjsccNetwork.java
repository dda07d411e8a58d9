// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djscc;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Layers.ResidualBlock;
import org.semlink.codec.djl.Modulation;
import org.semlink.codec.djl.Parameters;

/**
 * Deep joint source-channel coding (Bourtsoulatze, Burth Kurka and Gunduz 2019): picture to channel symbols and back, learned end to end.
 *
 * <pre>
 *   pixels -4x4 to depth-> 3x3, block -stride 2-> blocks(which are sent) -> 3x3 -> code[M, h, w]
 *   m, d[M, h, w] -> 3x3 -> blocks(mean d) -2x2 to space-> block(mean d) -> 3x3 -4x4 to space-> pixels
 * </pre>
 *
 * <p>Several bandwidth ratios in one model, as Kurka and Gunduz (2021) do with their successive code: a ratio sends the first channels. The transmitter
 * knows which, and not the SNR. The receiver is told that by modulating features, as ADJSCC (Xu et al. 2021); instead of one SNR it is told the
 * posterior deviation {@code d = s / sqrt(1 + s^2)} of every element beside its shrunk value {@code m = v / (1 + s^2)}, so that fading and losses are
 * known too; what is not sent, or lost, is m = 0, d = 1. GELU where the papers have GDN or PReLU. No layer sees more than its neighbourhood: any picture size works.
 */
public final class DjsccNetwork {

    /** Pixels per code position, in both directions. */
    public static final int STRIDE = 8;

    private static final int FIRST_STRIDE = 4;
    private static final int DEPTH = 3 * FIRST_STRIDE * FIRST_STRIDE;
    /** Middle and deviation of pixels in [0, 1]. */
    static final float MIDDLE = 0.5f;
    static final float DEVIATION = 0.25f;

    private final Modulation sending;
    private final Conv encoderIn;
    private final ResidualBlock encoderFine;
    private final Conv shrink;
    private final List<ResidualBlock> encoderBlocks = new ArrayList<>();
    private final Conv encoderOut;
    private final Modulation receiving;
    private final Conv decoderIn;
    private final List<ResidualBlock> decoderBlocks = new ArrayList<>();
    private final Conv grow;
    private final ResidualBlock decoderFine;
    private final Conv decoderOut;
    private final Config config;

    /**
     * Sizes.
     *
     * @param code          channels of the code at the widest ratio: 32 for 1/12, 64 for 1/6
     * @param fine          channels at a quarter of the picture's resolution
     * @param width         channels at an eighth
     * @param encoderBlocks residual blocks there, before the channel
     * @param decoderBlocks behind it
     */
    public record Config(int code, int fine, int width, int encoderBlocks, int decoderBlocks) {
        public static final Config DEFAULT = new Config(32, 64, 128, 2, 4);
    }

    public DjsccNetwork(Parameters parameters, Config config) {
        this.config = config;
        sending = new Modulation(parameters, "encoder.embedding", config.code, config.width * config.encoderBlocks, 2);
        encoderIn = Conv.of(parameters, "encoder.in", DEPTH, config.fine, 3, 1);
        encoderFine = new ResidualBlock(parameters, "encoder.fine", config.fine);
        shrink = Conv.of(parameters, "encoder.shrink", config.fine, config.width, 3, 2, 1);
        for (int i = 0; i < config.encoderBlocks; i++) {
            encoderBlocks.add(new ResidualBlock(parameters, "encoder.block" + i, config.width));
        }
        encoderOut = Conv.of(parameters, "encoder.out", config.width, config.code, 3, 1);
        receiving = new Modulation(parameters, "decoder.embedding", config.code, config.width * config.decoderBlocks + config.fine, 2);
        decoderIn = Conv.of(parameters, "decoder.in", 2 * config.code, config.width, 3, 1);
        for (int i = 0; i < config.decoderBlocks; i++) {
            decoderBlocks.add(new ResidualBlock(parameters, "decoder.block" + i, config.width));
        }
        grow = Conv.of(parameters, "decoder.grow", config.width, 4 * config.fine, 1, 1);
        decoderFine = new ResidualBlock(parameters, "decoder.fine", config.fine);
        decoderOut = Conv.of(parameters, "decoder.out", config.fine, DEPTH, 3, 1);
        parameters.requireAllUsed();
    }

    /**
     * The code [b, M, h, w] of pixels [b, 3, 8h, 8w] in [0, 1], 0 where nothing is sent. Its power is whatever it is: who sends it brings each picture
     * to unit mean power.
     *
     * @param sent [b, M, 1, 1], 1 for the channels that a ratio sends, else 0
     */
    public NDArray encode(NDArray pixels, NDArray sent) {
        NDArray x = encoderIn.apply(Layers.pixelUnshuffle(Layers.times(pixels.sub(MIDDLE), 1 / DEVIATION), FIRST_STRIDE));
        x = shrink.apply(encoderFine.apply(x));
        Modulation.Pass pass = sending.by(sent);
        for (ResidualBlock block : encoderBlocks) {
            x = pass.apply(block, x, config.width);
        }
        return encoderOut.apply(x).mul(sent);
    }

    /** The pixels [b, 3, 8h, 8w], not clamped, from the code's shrunk values and posterior deviations, each [b, M, h, w]. */
    public NDArray decode(NDArray shrunk, NDArray deviation) {
        Modulation.Pass pass = receiving.by(deviation.mean(new int[] {3}, true).mean(new int[] {2}, true));
        NDArray x = decoderIn.apply(Layers.concat(shrunk, deviation));
        for (ResidualBlock block : decoderBlocks) {
            x = pass.apply(block, x, config.width);
        }
        x = pass.apply(decoderFine, Layers.pixelShuffle(grow.apply(x), STRIDE / FIRST_STRIDE), config.fine);
        return Layers.times(Layers.pixelShuffle(decoderOut.apply(x), FIRST_STRIDE), DEVIATION).add(MIDDLE);
    }
}
