// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Layers.ResidualBlock;
import org.semlink.codec.djl.Modulation;
import org.semlink.codec.djl.Observation;
import org.semlink.codec.djl.Parameters;

/**
 * Down- and up-sampler around the channel, for several bandwidth ratios at once: the code is ordered, a ratio sends its first channels.
 *
 * <pre>
 *   z[C, 2h, 2w] -2x2 to depth-> s[4C, h, w] -+-> K s ---------------------------(+)--> code[M, h, w]
 *                                             +-> residual blocks(which are sent)-^
 *   m, d[M, h, w] -+-> K' m, linear posterior deviation D -------------------(+)--> mean, log variance of z[C, 2h, 2w]
 *                  +-> residual blocks(m, d) -> D F, G -----------------------^
 * </pre>
 *
 * <p>K is the Karhunen-Loeve transform of 2x2 latent positions in the codec's orthonormal units, each component at unit variance. The
 * up-sampler is told the noise by the posterior deviation {@code d = s / sqrt(1 + s^2)} of every code element beside its shrunk value
 * {@code m = v / (1 + s^2)}; what is not sent, or lost, is m = 0, d = 1. Both residual branches start at zero, so an untrained module <em>is</em>
 * the linear line: SoftCast's power allocation and the linear least-squares estimate with its exact posterior variance.
 */
public final class BandwidthNetwork {

    /** Latent positions per code position, in both directions. */
    public static final int FACTOR = 2;

    /** Keeps the first steps of training small, where all weights of a last layer move the same way. */
    private static final float RESIDUAL_UNIT = 0.3f;

    /**
     * What a log variance may be. A white prior of unit variance leaves no more than 0; without a bound one crop early in training can say e^100, whose
     * gradient is no number, and no step comes back from that.
     */
    private static final double LEAST_LOG_VARIANCE = -14;
    private static final double MOST_LOG_VARIANCE = 2;

    private final Config config;
    private final NDArray analysis;
    private final NDArray synthesis;
    private final NDArray synthesisSquared;
    private final NDArray unexplained;
    private final NDArray unit;
    private final NDArray logGain;
    private final Branch down;
    private final Branch up;

    /**
     * Sizes.
     *
     * @param channels of the latent
     * @param ratios   how many, each with its own powers
     * @param code     channels of the code at the widest ratio
     */
    public record Config(int channels, int ratios, int code, int downWidth, int downBlocks, int upWidth, int upBlocks) {

        /** Latent elements under one code position. */
        public int depth() {
            return FACTOR * FACTOR * channels;
        }
    }

    /** What the linear part is made of; ignored where the parameters come from a file. */
    public static final class Start {

        private final float[] analysis;
        private final float[] synthesis;
        private final float[] unexplained;
        private final float[] unit;
        private final float[] logGain;

        /**
         * Takes ownership.
         *
         * @param analysis    K, code x depth
         * @param synthesis   K', depth x code
         * @param unexplained variance of each latent element that the code's components leave, depth
         * @param unit        of the down-sampler's residual in each code channel: what matters little to the picture may move further
         * @param logGain     natural log of the amplitude gains, ratios x code
         */
        public Start(float[] analysis, float[] synthesis, float[] unexplained, float[] unit, float[] logGain) {
            this.analysis = analysis;
            this.synthesis = synthesis;
            this.unexplained = unexplained;
            this.unit = unit;
            this.logGain = logGain;
        }

        /** K, code x depth; read only. */
        public float[] analysis() {
            return analysis;
        }

        /** Log gains, ratios x code; read only. */
        public float[] logGain() {
            return logGain;
        }

        /** A placeholder of zeros, for parameters that come from a file. */
        public static Start fromFile(Config c) {
            return new Start(new float[c.code * c.depth()], new float[c.code * c.depth()], new float[c.depth()], new float[c.code],
                    new float[c.ratios * c.code]);
        }
    }

    /** Posterior of the latent: mean and log variance, each [b, C, 2h, 2w]. */
    public record Posterior(NDArray mean, NDArray logVariance) {
    }

    public BandwidthNetwork(Parameters parameters, Config config, Start start) {
        this.config = config;
        analysis = parameters.given("klt.analysis", start.analysis, config.code, config.depth(), 1, 1);
        synthesis = parameters.given("klt.synthesis", start.synthesis, config.depth(), config.code, 1, 1);
        synthesisSquared = synthesis.square();
        unexplained = parameters.given("klt.unexplained", start.unexplained, config.depth());
        unit = parameters.given("klt.unit", start.unit, 1, config.code, 1, 1);
        logGain = parameters.given("power.log_gain", start.logGain, config.ratios, config.code);
        down = new Branch(parameters, "down", config.code, config.depth(), config.downWidth, config.downBlocks, config.code);
        up = new Branch(parameters, "up", config.code, 2 * config.code, config.upWidth, config.upBlocks, 2 * config.depth());
        parameters.requireAllUsed();
    }

    /** Code [b, M, h, w] of latents [b, C, 2h, 2w]; {@code sent} [b, M, 1, 1] is 1 for the channels that a ratio sends, else 0. */
    public NDArray compress(NDArray latent, NDArray sent) {
        NDArray s = Layers.pixelUnshuffle(latent, FACTOR);
        NDArray linear = Layers.conv2d(s, analysis, null, 1, 0);
        return linear.add(down.apply(s, sent).mul(unit)).mul(sent);
    }

    /** The latent's posterior from the code's: shrunk values and posterior deviations, each [b, M, h, w]. */
    public Posterior expand(NDArray shrunk, NDArray deviation) {
        NDArray linear = Layers.pixelShuffle(Layers.conv2d(shrunk, synthesis, null, 1, 0), FACTOR);
        NDArray variance = Layers.pixelShuffle(Layers.conv2d(deviation.square(), synthesisSquared, unexplained, 1, 0), FACTOR);
        NDArray level = deviation.mean(new int[] {3}, true).mean(new int[] {2}, true);
        NDArray out = Layers.pixelShuffle(up.apply(Layers.concat(shrunk, deviation), level), FACTOR);
        NDArray mean = linear.add(variance.sqrt().mul(out.get(":, :" + config.channels)));
        return new Posterior(mean, variance.log().add(out.get(":, " + config.channels + ":")).clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE));
    }

    /**
     * As {@link #expand}, of a code behind noise.
     *
     * @param sent     as {@link #compress} takes it
     * @param share    relative transmit power, see {@link #power}
     * @param noise    variance of every element's noise where the power is 1, [b, M, h, w]
     * @param gaussian of unit variance, [b, M, h, w]
     */
    public Posterior expand(NDArray code, NDArray sent, NDArray share, NDArray noise, NDArray gaussian) {
        Observation received = Observation.of(code, noise.div(share.add(sent.neg().add(1))), gaussian).where(sent);
        return expand(received.shrunk(), received.deviation());
    }

    /**
     * Relative transmit power per code channel, [b, M, 1, 1], mean 1 over the channels sent.
     *
     * @param ratio one-hot, [b, ratios]
     * @param sent  as {@link #compress} takes it
     */
    public NDArray power(NDArray ratio, NDArray sent) {
        NDArray raw = Layers.times(ratio.matMul(logGain), 2).exp().reshape(sent.getShape()).mul(sent);
        return raw.mul(sent.sum(new int[] {1}, true)).div(raw.sum(new int[] {1}, true));
    }

    /** 1 for the first {@code channels} of the code, else 0: [1, M, 1, 1]. */
    NDArray sent(NDManager scope, int channels) {
        float[] values = new float[config.code];
        java.util.Arrays.fill(values, 0, channels, 1);
        return scope.create(values, new Shape(1, config.code, 1, 1));
    }

    /** Residual blocks modulated by what a ratio sends, or by the channel's mean state. */
    private static final class Branch {

        private final Modulation modulation;
        private final Conv in;
        private final List<ResidualBlock> blocks = new ArrayList<>();
        private final Conv out;
        private final int width;

        Branch(Parameters parameters, String name, int told, int channels, int width, int count, int outChannels) {
            this.width = width;
            modulation = new Modulation(parameters, name + ".embedding", told, width * count, 2);
            in = Conv.of(parameters, name + ".in", channels, width, 3, 1);
            for (int i = 0; i < count; i++) {
                blocks.add(new ResidualBlock(parameters, name + ".block" + i, width));
            }
            out = Conv.of(parameters, name + ".out", width, outChannels, 1, 0);
        }

        NDArray apply(NDArray x, NDArray told) {
            Modulation.Pass pass = modulation.by(told);
            NDArray h = in.apply(x);
            for (ResidualBlock block : blocks) {
                h = pass.apply(block, h, width);
            }
            return Layers.times(Layers.single(Layers.then(h, out::apply)), RESIDUAL_UNIT);
        }
    }
}
