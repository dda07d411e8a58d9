// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Observation;
import org.semlink.codec.djl.WholeSides;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.diffusion.network.FrozenDenoiser;

/** The line of a VAE: a bandwidth module or none, the denoiser in one step, the decoder. */
final class VaeLine implements DifferentiableLine {

    private static final double RATE = 0.45;

    private final VaeNetwork codec;
    private final FrozenDenoiser denoiser;
    private final Optional<BandwidthModule> module;
    private final BandwidthRatio ratio;

    /**
     * @param module between the codec and the symbols; empty where latents are sent as they are
     * @param ratio  at which they are sent
     */
    VaeLine(VaeNetwork codec, FrozenDenoiser denoiser, Optional<BandwidthModule> module, BandwidthRatio ratio) {
        this.codec = codec;
        this.denoiser = denoiser;
        this.module = module;
        this.ratio = ratio;
    }

    @Override
    public Shape noiseShape(LatentShape shape) {
        return module.map(narrow -> new Shape(1, narrow.widest(), halved(shape.height()), halved(shape.width())))
                .orElseGet(() -> new Shape(1, shape.channels(), shape.height(), shape.width()));
    }

    private static int halved(int side) {
        return (side + BandwidthNetwork.FACTOR - 1) / BandwidthNetwork.FACTOR;
    }

    @Override
    public NDArray received(NDArray latent, double snr, NDArray gaussian) {
        return codec.transform().synthesise(codec.decode(restored(latent, snr, gaussian)));
    }

    /** The latent behind the denoiser. */
    NDArray restored(NDArray latent, double snr, NDArray gaussian) {
        NDManager scope = latent.getManager();
        if (module.isPresent()) {
            BandwidthNetwork.Posterior even = module.get().throughNoise(WholeSides.repeating(latent, BandwidthNetwork.FACTOR), ratio, 1 / snr, gaussian);
            return denoiser.apply(new BandwidthNetwork.Posterior(WholeSides.cropped(even.mean(), latent.getShape()),
                    WholeSides.cropped(even.logVariance(), latent.getShape())), scope);
        }
        NDArray share = codec.power(scope);
        NDArray power = latent.square().mul(share).mean();
        Observation received = Observation.of(latent, Layers.times(gaussian.onesLike().mul(power), 1 / snr).div(share), gaussian);
        return denoiser.apply(received.shrunk(), received.deviation(), snr, scope);
    }

    @Override
    public double rate() {
        return RATE;
    }
}
