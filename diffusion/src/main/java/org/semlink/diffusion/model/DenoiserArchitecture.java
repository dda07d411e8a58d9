// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import org.semlink.codec.djl.Compute;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.model.ModelManifest.Prediction;
import org.semlink.diffusion.network.NetworkDenoiser;
import org.semlink.diffusion.network.TorchScriptDenoiser;
import org.semlink.diffusion.network.UNet;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** How a denoiser is made from a model's files; one entry of the registry for each architecture. */
interface DenoiserArchitecture {

    String UNET = "unet";
    /** Linear MMSE shrinkage, which needs no files. */
    String SHRINKAGE = "shrinkage";

    Registry<DenoiserArchitecture> REGISTRY = Registry.<DenoiserArchitecture>of("denoiser architecture")
            .with(UNET, DenoiserArchitecture::unet)
            .with(SHRINKAGE, (compute, weights, manifest, schedule) -> new GaussianDenoiser(1))
            .with(CodecArchitecture.TORCHSCRIPT, DenoiserArchitecture::torchScript);

    Denoiser open(Compute compute, WeightsReader weights, ModelManifest manifest, NoiseSchedule schedule);

    private static Denoiser unet(Compute compute, WeightsReader weights, ModelManifest manifest, NoiseSchedule schedule) {
        if (manifest.prediction() != Prediction.X0) {
            throw SemlinkException.input("model.yaml: prediction must be x0 with the denoiser architecture unet, got %s",
                    manifest.prediction().name().toLowerCase(java.util.Locale.ROOT));
        }
        WeightsReader.Tensors tensors = weights.tensors("weights");
        ModelManifest.Part part = weights.part();
        return new NetworkDenoiser(compute, tensors.byName(), new UNet.Config(manifest.latent().channels(), part.size("fine"), part.size("coarse"),
                part.size("blocks")), tensors.file());
    }

    private static Denoiser torchScript(Compute compute, WeightsReader weights, ModelManifest manifest, NoiseSchedule schedule) {
        ModelSource.Weights file = weights.file("weights");
        return new TorchScriptDenoiser(compute, file.bytes(), file.name(), schedule, switch (manifest.prediction()) {
            case X0 -> TorchScriptDenoiser.Output.CLEAN;
            case EPS -> TorchScriptDenoiser.Output.NOISE;
            case V -> TorchScriptDenoiser.Output.VELOCITY;
        });
    }
}
