// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Layers.Conv;
import org.semlink.codec.djl.Layers.ResidualBlock;
import org.semlink.codec.djl.Parameters;

/**
 * The variational auto-encoder's two networks and its learned transmit power, around the fixed {@link BlockTransform}.
 *
 * <pre>
 *   pixels -analyse-> c[192] -+-> c[0..C) / deviation ---------------(+)--> mean u[C], log variance[C]
 *                             +-> 1x1, residual blocks, 3x3 ----------^
 *   u[C]  -+-> u * deviation, 192 - C zeros -----(+)--> c[192] -synthesise-> pixels
 *          +-> 3x3, residual blocks, 1x1 ---------^
 * </pre>
 *
 * <p>Both residual branches start at zero, so an untrained codec <em>is</em> the linear transform; no layer sees more than its
 * neighbourhood, so any picture size works. All at 1/8 of the picture's resolution.
 */
public final class VaeNetwork {

    /** Residual coefficients are predicted in this unit (pixel amplitude), about the deviation of those that are not sent. */
    private static final float RESIDUAL_UNIT = 0.05f;
    /** The posterior starts this narrow (natural log of its variance): the mean is what is sent. */
    private static final float INITIAL_LOG_VARIANCE = -9;

    private final Config config;
    private final BlockTransform transform;
    private final NDArray deviation;
    private final NDArray inputGain;
    private final NDArray logGain;
    private final Conv encoderIn;
    private final List<ResidualBlock> encoderBlocks = new ArrayList<>();
    private final Conv encoderOut;
    private final Conv decoderIn;
    private final List<ResidualBlock> decoderBlocks = new ArrayList<>();
    private final Conv decoderOut;

    /**
     * Sizes.
     *
     * @param channels of the latent: 32 reals of a block's 192 are 16 complex symbols, k/n = 1/12; 64 are 1/6
     */
    public record Config(int channels, int width, int encoderBlocks, int decoderBlocks) {
        /** The sizes that the default model was made with. */
        public static final Config DEFAULT = new Config(32, 128, 2, 3);
    }

    public VaeNetwork(NDManager manager, Parameters parameters, Config config, BlockTransform.Start start) {
        this.config = config;
        transform = new BlockTransform(parameters, start);
        deviation = transform.deviation(manager, config.channels);
        // Nearly standardised, but without blowing up components that carry next to nothing.
        inputGain = manager.create(1f).div(transform.deviation(manager, BlockTransform.SIZE).addi(0.02f));
        logGain = parameters.given("power.log_gain", initialLogGain(start.deviation(), config.channels), config.channels);
        encoderIn = Conv.of(parameters, "encoder.in", BlockTransform.SIZE, config.width, 1, 1);
        for (int i = 0; i < config.encoderBlocks; i++) {
            encoderBlocks.add(new ResidualBlock(parameters, "encoder.block" + i, config.width));
        }
        encoderOut = Conv.of(parameters, "encoder.out", config.width, 2 * config.channels, 3, 0);
        decoderIn = Conv.of(parameters, "decoder.in", config.channels, config.width, 3, 1);
        for (int i = 0; i < config.decoderBlocks; i++) {
            decoderBlocks.add(new ResidualBlock(parameters, "decoder.block" + i, config.width));
        }
        decoderOut = Conv.of(parameters, "decoder.out", config.width, BlockTransform.SIZE, 1, 0);
        parameters.requireAllUsed();
    }

    /** SoftCast's allocation {@code g ~ lambda^(-1/4)}: a standardised channel gets power ~ deviation. */
    private static float[] initialLogGain(float[] deviation, int channels) {
        float[] logGain = new float[channels];
        for (int i = 0; i < channels; i++) {
            logGain[i] = (float) (0.5 * Math.log(Math.max(deviation[i], 1e-3f)));
        }
        return logGain;
    }

    public BlockTransform transform() {
        return transform;
    }

    /** Posterior of the latent. */
    public record Posterior(NDArray mean, NDArray logVariance) {
    }

    /** Coefficients [b, 192, h, w] to the posterior's mean and log variance, each [b, C, h, w]. */
    public Posterior encode(NDArray coefficients) {
        NDArray kept = coefficients.get(":, :" + config.channels).div(deviation);
        NDArray h = Layers.then(coefficients.mul(inputGain), encoderIn::apply);
        for (ResidualBlock block : encoderBlocks) {
            h = Layers.then(h, block::apply);
        }
        NDArray out = Layers.single(Layers.then(h, encoderOut::apply));
        return new Posterior(kept.add(out.get(":, :" + config.channels)), out.get(":, " + config.channels + ":").add(INITIAL_LOG_VARIANCE));
    }

    /** Latent [b, C, h, w] to coefficients [b, 192, h, w]. */
    public NDArray decode(NDArray latent) {
        NDArray h = decoderIn.apply(latent);
        for (ResidualBlock block : decoderBlocks) {
            h = Layers.then(h, block::apply);
        }
        NDArray residual = Layers.times(Layers.single(Layers.then(h, decoderOut::apply)), RESIDUAL_UNIT);
        NDArray linear = latent.mul(deviation);
        NDArray unsent = latent.getManager().zeros(new Shape(latent.getShape().get(0), BlockTransform.SIZE - config.channels,
                latent.getShape().get(2), latent.getShape().get(3)));
        return residual.add(Layers.concat(linear, unsent));
    }

    /** Relative transmit power per channel, [1, C, 1, 1] under {@code scope}, mean 1. */
    public NDArray power(NDManager scope) {
        return Layers.times(scope.create(2f).mul(logGain).softmax(0), config.channels).reshape(1, config.channels, 1, 1);
    }

    /** Standard deviation of each latent channel in the transform's orthonormal units, [1, C, 1, 1]. */
    public NDArray deviation() {
        return deviation;
    }
}
