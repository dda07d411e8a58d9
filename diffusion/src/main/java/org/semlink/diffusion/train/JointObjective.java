// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/**
 * The loss of the whole line for one batch: VAE encoder, power allocation, noisy link, denoiser, VAE decoder.
 *
 * <p>{@code L = mean_b ln(mse_b) + a * mean_b (|D(v) - u|^2 / |linear posterior deviation|^2) + k * KL(q(u|x) || N(0, 1))}. The logarithm weighs every crop
 * and SNR alike (in dB); the second term keeps the denoiser the posterior mean of the latent, in the transform's units; the third is the
 * VAE's. Squared errors are taken over the orthonormal transform's coefficients, which is the same as over pixels and cheaper.
 */
final class JointObjective {

    private static final float FLOOR = 1e-5f;

    private final TrainingConfig config;
    private final VaeNetwork vae;
    private final UNet denoiser;

    JointObjective(TrainingConfig config, VaeNetwork vae, UNet denoiser) {
        this.config = config;
        this.vae = vae;
        this.denoiser = denoiser;
    }

    /** Scalar arrays: what is minimised and its parts, for the log; and the restored coefficients, to look at. */
    record Loss(NDArray total, NDArray logError, NDArray latent, NDArray kl, NDArray restored) {
    }

    Loss of(Batch batch, NDManager scope) {
        int n = config.batch();
        int side = config.crop() / BlockTransform.SIDE;
        Shape latentShape = new Shape(n, config.channels(), side, side);
        NDArray coefficients = vae.transform().analyse(scope.create(batch.pixels, new Shape(n, 3, config.crop(), config.crop())));
        VaeNetwork.Posterior posterior = vae.encode(coefficients);
        NDArray mean = posterior.mean();
        NDArray sent = Layers.times(posterior.logVariance(), 0.5).exp().mul(scope.create(batch.posteriorNoise, latentShape)).add(mean);

        // Unit transmit power per picture: noise of the link, seen from the standardised latent.
        NDArray power = vae.power(scope);
        NDArray pictureScale = perCrop(mean.square().mul(power));
        NDArray variance = scope.create(batch.noiseVariance, latentShape).mul(pictureScale).div(power).add(1e-8f);
        NDArray received = sent.add(variance.sqrt().mul(scope.create(batch.channelNoise, latentShape)));

        NDArray shrinkage = Layers.reciprocal(variance.add(1));
        NDArray deviation = variance.mul(shrinkage).sqrt();
        NDArray refined = denoiser.apply(received.mul(shrinkage), deviation,
                scope.create(batch.time, new Shape(n, TimeEmbedding.SIZE, 1, 1)));
        NDArray bypass = scope.create(batch.bypass, new Shape(n, 1, 1, 1));
        NDArray decoded = vae.decode(refined.add(received.sub(refined).mul(bypass)));

        NDArray logError = perCrop(decoded.sub(coefficients).square()).add(FLOOR).log().mean();
        NDArray scale2 = scope.create(1f).mul(vae.deviation()).square();
        NDArray unknown = perCrop(deviation.square().mul(scale2)).add(FLOOR);
        NDArray latent = perCrop(refined.sub(sent).square().mul(scale2)).div(unknown).mean();
        NDArray kl = Layers.times(mean.square().add(posterior.logVariance().exp()).sub(posterior.logVariance()).sub(1).mean(), 0.5);
        NDArray total = logError.add(Layers.times(latent, config.latentWeight())).add(Layers.times(kl, config.klWeight()));
        return new Loss(total, logError, latent, kl, decoded);
    }

    /** Pixels of restored coefficients. */
    NDArray pixels(Loss loss) {
        return vae.transform().synthesise(loss.restored);
    }

    /** Mean over everything but the batch, [b, 1, 1, 1]. */
    private static NDArray perCrop(NDArray x) {
        long n = x.getShape().get(0);
        return x.reshape(n, -1).mean(new int[] {1}).reshape(n, 1, 1, 1);
    }
}
