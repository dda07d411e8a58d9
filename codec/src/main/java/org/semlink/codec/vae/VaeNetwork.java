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
 *   pixels -analyse-> c[192] -+-> c[0..32) / deviation --------------(+)--> mean u[32], log variance[32]
 *                             +-> 1x1, residual blocks, 3x3 ----------^
 *   u[32] -+-> u * deviation, 160 zeros ---------(+)--> c[192] -synthesise-> pixels
 *          +-> 3x3, residual blocks, 1x1 ---------^
 * </pre>
 *
 * <p>Both residual branches start at zero, so an untrained codec <em>is</em> the linear transform; no layer sees more than its
 * neighbourhood, so any picture size works. All at 1/8 of the picture's resolution.
 */
public final class VaeNetwork {

    /** Latent channels: 32 reals of 192 are 16 complex symbols, k/n = 1/12. */
    public static final int CHANNELS = 32;
    /** Residual coefficients are predicted in this unit (pixel amplitude), about the deviation of those that are not sent. */
    private static final float RESIDUAL_UNIT = 0.05f;
    /** The posterior starts this narrow (natural log of its variance): the mean is what is sent. */
    private static final float INITIAL_LOG_VARIANCE = -9;

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

    /** The sizes that the default model was made with. */
    public record Config(int width, int encoderBlocks, int decoderBlocks) {
        public static final Config DEFAULT = new Config(128, 2, 3);
    }

    public VaeNetwork(NDManager manager, Parameters parameters, Config config, BlockTransform.Start start) {
        transform = new BlockTransform(parameters, start);
        deviation = transform.deviation(manager, CHANNELS);
        // Nearly standardised, but without blowing up components that carry next to nothing.
        inputGain = manager.create(1f).div(transform.deviation(manager, BlockTransform.SIZE).addi(0.02f));
        logGain = parameters.given("power.log_gain", initialLogGain(start.deviation()), CHANNELS);
        encoderIn = Conv.of(parameters, "encoder.in", BlockTransform.SIZE, config.width, 1, 1);
        for (int i = 0; i < config.encoderBlocks; i++) {
            encoderBlocks.add(new ResidualBlock(parameters, "encoder.block" + i, config.width));
        }
        encoderOut = Conv.of(parameters, "encoder.out", config.width, 2 * CHANNELS, 3, 0);
        decoderIn = Conv.of(parameters, "decoder.in", CHANNELS, config.width, 3, 1);
        for (int i = 0; i < config.decoderBlocks; i++) {
            decoderBlocks.add(new ResidualBlock(parameters, "decoder.block" + i, config.width));
        }
        decoderOut = Conv.of(parameters, "decoder.out", config.width, BlockTransform.SIZE, 1, 0);
        parameters.requireAllUsed();
    }

    /** SoftCast's allocation {@code g ~ lambda^(-1/4)}: a standardised channel gets power ~ deviation. */
    private static float[] initialLogGain(float[] deviation) {
        float[] logGain = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
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

    /** Coefficients [b, 192, h, w] to the posterior's mean and log variance, each [b, 32, h, w]. */
    public Posterior encode(NDArray coefficients) {
        NDArray kept = coefficients.get(":, :" + CHANNELS).div(deviation);
        NDArray h = encoderIn.apply(coefficients.mul(inputGain));
        for (ResidualBlock block : encoderBlocks) {
            h = block.apply(h);
        }
        NDArray out = encoderOut.apply(h);
        return new Posterior(kept.add(out.get(":, :" + CHANNELS)), out.get(":, " + CHANNELS + ":").add(INITIAL_LOG_VARIANCE));
    }

    /** Latent [b, 32, h, w] to coefficients [b, 192, h, w]. */
    public NDArray decode(NDArray latent) {
        NDArray h = decoderIn.apply(latent);
        for (ResidualBlock block : decoderBlocks) {
            h = block.apply(h);
        }
        NDArray residual = decoderOut.apply(h).mul(RESIDUAL_UNIT);
        NDArray linear = latent.mul(deviation);
        NDArray unsent = latent.getManager().zeros(new Shape(latent.getShape().get(0), BlockTransform.SIZE - CHANNELS,
                latent.getShape().get(2), latent.getShape().get(3)));
        return residual.add(Layers.concat(linear, unsent));
    }

    /** Relative transmit power per channel, [1, 32, 1, 1] under {@code scope}, mean 1. */
    public NDArray power(NDManager scope) {
        return scope.create(2f).mul(logGain).softmax(0).mul(CHANNELS).reshape(1, CHANNELS, 1, 1);
    }

    /** Standard deviation of each latent channel in the transform's orthonormal units, [1, 32, 1, 1]. */
    public NDArray deviation() {
        return deviation;
    }
}
