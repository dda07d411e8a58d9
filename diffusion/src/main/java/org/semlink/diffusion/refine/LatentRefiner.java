// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.EvenSides;
import org.semlink.codec.djl.Gradient;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.FrozenDenoiser;

/**
 * Improves the latent of one picture for the receiver that will get it: gradient descent through channel, up-sampler, denoiser and decoder, from where the encoder
 * left it. An encoder that was trained for all pictures is the best for none (the amortisation gap of Cremer et al. 2018; in compression Campos et al. 2019).
 * Receivers need not know of it.
 *
 * <p>Every step sends the latent through fresh noise at an SNR drawn from {@value #LEAST_DB} to {@value #MOST_DB} dB, as a transmitter does not know what the
 * receiver will have, and lowers the logarithm of the picture's squared error (Adam, Kingma and Ba 2015). Below that range little changes: there the noise, and not
 * the encoder, decides. Deterministic. Used by any number of threads.
 */
final class LatentRefiner {

    private static final double LEAST_DB = 8;
    private static final double MOST_DB = 26;
    /** A step's length by the root of the mean squared error so far: Adam's first steps are as long in every element, which must not cost more than they gain. */
    private static final double RATE = 0.45;
    /** The rate falls in a line to this share of it. */
    private static final double LAST_RATE = 0.1;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPSILON = 1e-8;
    /** Squared error, per coefficient, below which nobody sees a difference. */
    private static final float FLOOR = 1e-7f;
    /** Without any noise the root of its variance has no gradient. */
    private static final float LEAST_NOISE = 1e-8f;

    private final VaeNetwork codec;
    private final FrozenDenoiser denoiser;
    private final Optional<BandwidthModule> module;
    private final BandwidthRatio ratio;
    private final NDManager manager;

    /**
     * @param module  between the codec and the symbols; empty where latents are sent as they are
     * @param ratio   at which they are sent
     * @param manager of the device where all networks are
     */
    LatentRefiner(VaeNetwork codec, FrozenDenoiser denoiser, Optional<BandwidthModule> module, BandwidthRatio ratio, NDManager manager) {
        this.codec = codec;
        this.denoiser = denoiser;
        this.module = module;
        this.ratio = ratio;
        this.manager = manager;
    }

    /** The latent after {@code steps} steps from {@code start}, which {@code picture} was encoded to. */
    Latent refine(Picture picture, Latent start, int steps) {
        LatentShape shape = start.shape();
        Picture whole = picture.resizedCanvas(shape.width() * BlockTransform.SIDE, shape.height() * BlockTransform.SIDE);
        float[] latent = start.values().clone();
        double[] mean = new double[latent.length];
        double[] square = new double[latent.length];
        double logErrors = 0;
        for (int step = 0; step < steps; step++) {
            Gradient now = gradient(whole, latent, shape, Seeds.random(step, "refine"));
            logErrors += now.loss();
            double error = Math.exp(logErrors / (step + 1) / 2);
            double rate = error * RATE * (1 - (1 - LAST_RATE) * step / steps) / (1 - Math.pow(BETA1, step + 1));
            double debias = 1 / (1 - Math.pow(BETA2, step + 1));
            for (int k = 0; k < latent.length; k++) {
                float gradient = now.gradient()[k];
                mean[k] = BETA1 * mean[k] + (1 - BETA1) * gradient;
                square[k] = BETA2 * square[k] + (1 - BETA2) * gradient * gradient;
                latent[k] -= (float) (rate * mean[k] / (Math.sqrt(debias * square[k]) + EPSILON));
            }
        }
        return new Latent(shape, latent);
    }

    /** Of the log of the mean squared error, by the latent. */
    private Gradient gradient(Picture picture, float[] latent, LatentShape shape, SplittableRandom random) {
        double snr = Snr.fromDb(random.nextDouble(LEAST_DB, MOST_DB));
        return Scope.call(manager, scope -> {
            NDArray sent = codec.transform().analyse(scope.create(picture.samples(), new Shape(1, 3, picture.height(), picture.width())));
            NDArray gaussian = gaussian(noiseShape(shape), random, scope);
            return Gradient.of(scope.create(latent, new Shape(1, shape.channels(), shape.height(), shape.width())),
                    u -> codec.decode(received(u, snr, gaussian)).sub(sent).square().mean().add(FLOOR).log());
        });
    }

    /** Of what the channel adds to latents of {@code shape}. */
    Shape noiseShape(LatentShape shape) {
        return module.map(narrow -> new Shape(1, narrow.widest(), halved(shape.height()), halved(shape.width())))
                .orElseGet(() -> new Shape(1, shape.channels(), shape.height(), shape.width()));
    }

    private static int halved(int side) {
        return (side + BandwidthNetwork.FACTOR - 1) / BandwidthNetwork.FACTOR;
    }

    /**
     * What a receiver's denoiser makes of a latent [1, C, h, w] sent at this SNR, linear.
     *
     * @param gaussian of unit variance, of {@link #noiseShape}
     */
    NDArray received(NDArray latent, double snr, NDArray gaussian) {
        NDManager scope = latent.getManager();
        if (module.isPresent()) {
            BandwidthNetwork.Posterior even = module.get().throughNoise(EvenSides.repeating(latent), ratio, 1 / snr, gaussian);
            return denoiser.apply(new BandwidthNetwork.Posterior(EvenSides.cropped(even.mean(), latent.getShape()),
                    EvenSides.cropped(even.logVariance(), latent.getShape())), scope);
        }
        NDArray share = codec.power(scope);
        NDArray power = latent.square().mul(share).mean();
        NDArray variance = Layers.times(gaussian.onesLike().mul(power), 1 / snr).div(share).add(LEAST_NOISE);
        NDArray shrinkage = Layers.reciprocal(variance.add(1));
        NDArray observed = latent.add(variance.sqrt().mul(gaussian));
        return denoiser.apply(observed.mul(shrinkage), variance.mul(shrinkage).sqrt(), snr, scope);
    }

    private static NDArray gaussian(Shape shape, SplittableRandom random, NDManager scope) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }
}
