// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import org.semlink.codec.ImageCodec;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.PixelCodec;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.taef2.Taef2Codec;
import org.semlink.codec.torchscript.TorchScriptCodec;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelManifest.LatentPart;

/** How a codec is made from a model's files; one entry of the registry for each architecture. */
interface CodecArchitecture {

    /** The architecture whose files may carry code. */
    String TORCHSCRIPT = "torchscript";
    /** The picture itself, which needs no files. */
    String PIXELS = "pixels";

    Registry<CodecArchitecture> REGISTRY = Registry.<CodecArchitecture>of("codec architecture")
            .with("klt-vae", CodecArchitecture::kltVae)
            .with("taef2", CodecArchitecture::taef2)
            .with(PIXELS, (compute, weights, latent) -> new PixelCodec())
            .with(TORCHSCRIPT, CodecArchitecture::torchScript);

    /** Opens the codec; its latents are standardised as {@code latent} says. */
    ImageCodec open(Compute compute, WeightsReader weights, LatentPart latent);

    private static ImageCodec kltVae(Compute compute, WeightsReader weights, LatentPart latent) {
        WeightsReader.Tensors tensors = weights.tensors("weights");
        ModelManifest.Part part = weights.part();
        return new VaeCodec(compute, tensors.byName(), new VaeNetwork.Config(latent.channels(), part.size("width"),
                part.size("encoder-blocks"), part.size("decoder-blocks")), tensors.file());
    }

    private static ImageCodec taef2(Compute compute, WeightsReader weights, LatentPart latent) {
        WeightsReader.Tensors encoder = weights.tensors("encoder");
        WeightsReader.Tensors decoder = weights.tensors("decoder");
        return new Taef2Codec(compute, encoder.byName(), encoder.file(), decoder.byName(), decoder.file(), statistics(latent));
    }

    private static ImageCodec torchScript(Compute compute, WeightsReader weights, LatentPart latent) {
        ModelSource.Weights encoder = weights.file("encoder");
        ModelSource.Weights decoder = weights.file("decoder");
        return new TorchScriptCodec(compute, encoder.bytes(), encoder.name(), decoder.bytes(), decoder.name(), latent.stride(), statistics(latent));
    }

    private static LatentStatistics statistics(LatentPart latent) {
        return latent.statistics().orElseThrow(() -> SemlinkException.input(
                "model.yaml: latent must give mean, deviation and power of each channel, since this codec does not standardise by itself"));
    }
}
