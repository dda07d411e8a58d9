// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SafeFiles;
import org.semlink.common.Sha256;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelManifest.LatentPart;
import org.semlink.diffusion.network.UNet;

/** A model whose codec stays as it is, to train something else for. */
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
        if (source.manifest().codec().files().isEmpty()) {
            throw SemlinkException.input("a codec with weights is needed, %s has the architecture %s; give another model", source.manifest().name(),
                    source.manifest().codec().architecture());
        }
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

    /** Latents that {@link #open} gave, standardised as the model's manifest says, where the codec does not do it by itself. */
    public List<Latent> standardised(List<Latent> raw) {
        return manifest.latent().statistics().map(statistics -> raw.stream()
                .map(latent -> new Latent(latent.shape(), statistics.standardise(latent.values()))).toList()).orElse(raw);
    }

    /** Statistics by which {@link #standardised} works, where the codec does not do it by itself. */
    public Optional<LatentStatistics> statistics() {
        return manifest.latent().statistics();
    }

    /** Format of the standardised latents; {@code opened} is what {@link #open} gave. */
    public LatentFormat format(ImageCodec opened) {
        return manifest.latent().statistics().map(statistics -> statistics.format(manifest.latent().stride())).orElse(opened.format());
    }

    /** Identity of its weights: one checksum over those of all its files. */
    public String sha256() {
        return Sha256.of(manifest.codec().files().stream().map(file -> file.role() + " " + file.sha256()).collect(Collectors.joining("\n")));
    }

    /**
     * Saves a model folder of this codec and a denoiser trained for it; the codec's files are copied beside.
     *
     * @param statistics of the raw latents, where it needs them
     * @param sizes      of the denoiser
     */
    public void save(Path folder, String name, String licence, Optional<LatentStatistics> statistics, UNet.Config sizes,
            Map<String, StoredTensor> denoiser, String training) {
        copy(manifest.codec(), folder);
        LatentPart latent = new LatentPart(manifest.latent().channels(), manifest.latent().stride(), statistics);
        Model.save(folder, name, licence, manifest, latent, sizes, denoiser, training);
    }

    /** Saves a model folder of this whole model and a bandwidth module trained for it; the model's files are copied beside. */
    public void save(Path folder, List<BandwidthRatio> ratios, BandwidthNetwork.Config sizes, Map<String, StoredTensor> module) {
        copyAllBut("bandwidth", folder);
        Model.save(folder, manifest, ratios, sizes, module);
    }

    /** Sizes of the denoiser, which must be a U-Net. */
    public UNet.Config denoiserSizes() {
        ModelManifest.Part part = manifest.denoiser();
        if (!part.architecture().equals(DenoiserArchitecture.UNET)) {
            throw SemlinkException.input("a denoiser to train by must have the architecture %s, that of %s is %s; give another --model", DenoiserArchitecture.UNET,
                    manifest.name(), part.architecture());
        }
        return new UNet.Config(manifest.latent().channels(), part.size("fine"), part.size("coarse"), part.size("blocks"));
    }

    /** Weights of the denoiser. */
    public Map<String, StoredTensor> denoiserWeights() {
        return new WeightsReader(source, manifest.denoiser()).tensors("weights").byName();
    }

    /** Identity of the whole model: statistics, schedule and the weights of all its parts. */
    public String modelSha256() {
        return source.sha256();
    }

    /** Saves a model folder of this whole model and a consistency student of its denoiser; the model's files are copied beside. */
    public void saveStudent(Path folder, Map<String, StoredTensor> student) {
        copyAllBut("consistency", folder);
        Model.saveStudent(folder, manifest, denoiserSizes(), student);
    }

    private void copyAllBut(String replaced, Path folder) {
        manifest.parts().forEach((what, part) -> {
            if (!what.equals(replaced)) {
                copy(part, folder);
            }
        });
    }

    private void copy(ModelManifest.Part part, Path folder) {
        part.roles().forEach((role, files) -> {
            ModelSource.Weights weights = source.read(role, files);
            String file = weights.name().substring(weights.name().lastIndexOf('/') + 1);
            SafeFiles.write(folder.resolve(file), out -> out.write(weights.bytes()));
        });
    }
}
