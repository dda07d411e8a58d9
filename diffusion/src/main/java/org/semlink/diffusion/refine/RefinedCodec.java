// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.diffusion.network.FrozenDenoiser;
import org.semlink.diffusion.network.UNet;

/**
 * A codec whose encoder takes its time: each latent is improved by gradient steps for what a receiver will make of it, see {@link LatentRefiner}. It decodes as the
 * codec that it is made of, which is closed with it. A picture that is encoded again while in use costs nothing.
 */
public final class RefinedCodec implements ImageCodec {

    private final VaeCodec codec;
    private final LatentRefiner refiner;
    private final int steps;
    private final Map<Picture, Latent> known = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param denoiser that receivers have
     * @param module   between the codec and the symbols; empty where latents are sent as they are
     * @param ratio    at which they are sent
     * @param steps    for each picture, at least 1
     * @param manager  of the device where all networks are
     */
    public RefinedCodec(VaeCodec codec, UNet denoiser, Optional<BandwidthModule> module, BandwidthRatio ratio, int steps, NDManager manager) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        this.codec = codec;
        this.steps = steps;
        refiner = new LatentRefiner(codec.network(), new FrozenDenoiser(denoiser, codec.format()), module, ratio, manager);
    }

    @Override
    public LatentFormat format() {
        return codec.format();
    }

    @Override
    public Latent encode(Picture picture) {
        Latent before = known.get(picture);
        if (before != null) {
            return before;
        }
        Latent refined = refiner.refine(picture, codec.encode(picture), steps);
        known.put(picture, refined);
        return refined;
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        return codec.decode(latent, width, height);
    }

    @Override
    public void close() {
        codec.close();
    }
}
