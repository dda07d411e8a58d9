// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SafeFiles;
import org.semlink.diffusion.model.ModelManifest.LatentPart;
import org.semlink.diffusion.network.UNet;

/** The codec of a model, to train another denoiser for. */
public final class FrozenCodec {

    private final ModelSource source;
    private final ModelManifest manifest;

    private FrozenCodec(ModelSource source) {
        this.source = source;
        manifest = source.manifest();
    }

    /** The codec of {@code source}, whose code must be trusted if it carries any. */
    public static FrozenCodec of(ModelSource source, Trust trust) {
        trust.require(source.manifest(), source.manifest().name());
        return new FrozenCodec(source);
    }

    /** Whether its latents need statistics from outside; if not, they come standardised already. */
    public boolean needsStatistics() {
        return manifest.latent().statistics().isPresent();
    }

    /** Opens it; where it needs statistics, its latents are raw. */
    public ImageCodec open(Compute compute) {
        LatentPart latent = manifest.latent();
        LatentPart raw = new LatentPart(latent.channels(), latent.stride(), latent.statistics().map(s -> LatentStatistics.none(latent.channels())));
        return CodecArchitecture.REGISTRY.get(manifest.codec().architecture()).open(compute, new WeightsReader(source, manifest.codec()), raw);
    }

    /** Identity of its weights. */
    public String sha256() {
        return manifest.codec().files().get(0).sha256();
    }

    /**
     * Saves a model folder of this codec and a denoiser trained for it; the codec's files are copied beside.
     *
     * @param statistics of the raw latents, where it needs them
     * @param sizes      of the denoiser
     */
    public void save(Path folder, String name, String licence, Optional<LatentStatistics> statistics, UNet.Config sizes,
            Map<String, StoredTensor> denoiser, String training) {
        manifest.codec().roles().forEach((role, files) -> {
            ModelSource.Weights weights = source.read(role, files);
            String file = weights.name().substring(weights.name().lastIndexOf('/') + 1);
            SafeFiles.write(folder.resolve(file), out -> out.write(weights.bytes()));
        });
        LatentPart latent = new LatentPart(manifest.latent().channels(), manifest.latent().stride(), statistics);
        Model.save(folder, name, licence, manifest, latent, sizes, denoiser, training);
    }
}
