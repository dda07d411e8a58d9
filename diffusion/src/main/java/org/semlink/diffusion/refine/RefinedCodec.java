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
import org.semlink.codec.PixelCodec;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.diffusion.network.FrozenDenoiser;
import org.semlink.diffusion.network.UNet;

/**
 * A codec whose encoder takes its time: each latent is improved by gradient steps for what a receiver will make of it. It decodes as the codec that it is made of,
 * which is closed with it. A picture that is encoded again while in use costs nothing.
 */
public final class RefinedCodec implements ImageCodec {

    private final ImageCodec codec;
    private final LatentRefiner refiner;
    private final Map<Picture, Remembered> known = Collections.synchronizedMap(new WeakHashMap<>());

    private static final class Remembered {
        private Latent latent;
    }

    private RefinedCodec(ImageCodec codec, LatentRefiner refiner) {
        this.codec = codec;
        this.refiner = refiner;
    }

    /**
     * Of a VAE.
     *
     * @param denoiser that receivers have
     * @param module   between the codec and the symbols; empty where latents are sent as they are
     * @param ratio    at which they are sent
     * @param manager  of the device where all networks are
     */
    public static RefinedCodec of(VaeCodec codec, UNet denoiser, Optional<BandwidthModule> module, BandwidthRatio ratio, Refinement how, NDManager manager) {
        return new RefinedCodec(codec, new LatentRefiner(new VaeLine(codec.network(), new FrozenDenoiser(denoiser, codec.format()), module, ratio), codec.format().stride(), how, manager));
    }

    /** Of DeepJSCC. */
    public static RefinedCodec of(PixelCodec codec, DjsccModule module, BandwidthRatio ratio, Refinement how, NDManager manager) {
        return new RefinedCodec(codec, new LatentRefiner(new DjsccLine(module, ratio), codec.format().stride(), how, manager));
    }

    @Override
    public LatentFormat format() {
        return codec.format();
    }

    @Override
    public Latent encode(Picture picture) {
        Remembered of = known.computeIfAbsent(picture, first -> new Remembered());
        // Whoever asks while another thread is at it waits for that one.
        synchronized (of) {
            if (of.latent == null) {
                of.latent = refiner.refine(picture, codec.encode(picture));
            }
            return of.latent;
        }
    }

    @Override
    public ImageCodec quick() {
        return codec;
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
