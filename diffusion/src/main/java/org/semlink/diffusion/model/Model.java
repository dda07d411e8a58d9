// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.file.Path;
import java.util.Map;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.SafeFiles;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.network.NetworkDenoiser;
import org.semlink.diffusion.network.UNet;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A trained codec and denoiser that belong together, loaded by name onto one device.
 *
 * <p>Checksums are verified before anything is loaded. Owns its networks, not the device.
 */
public final class Model implements AutoCloseable {

    /** Name of the model that is used when none is asked for. */
    public static final String DEFAULT = "base";

    private static final String VAE_FILE = "vae.safetensors";
    private static final String DENOISER_FILE = "denoiser.safetensors";

    private final ModelManifest manifest;
    private final String sha256;
    private final VaeCodec codec;
    private final NetworkDenoiser denoiser;

    private Model(ModelManifest manifest, String sha256, VaeCodec codec, NetworkDenoiser denoiser) {
        this.manifest = manifest;
        this.sha256 = sha256;
        this.codec = codec;
        this.denoiser = denoiser;
    }

    /** Loads a built-in model or a folder with {@code model.yaml}. */
    public static Model open(String nameOrFolder, Compute compute) {
        ModelFiles files = ModelFiles.find(nameOrFolder);
        byte[] yaml = files.read(ModelManifest.FILE);
        ModelManifest manifest = ModelManifest.parse(yaml, files.name(ModelManifest.FILE));
        NoiseSchedule.REGISTRY.get(manifest.schedule());
        ModelManifest.VaePart v = manifest.vae();
        ModelManifest.DenoiserPart d = manifest.denoiser();
        Map<String, StoredTensor> vaeTensors = Safetensors.read(files.readVerified(v.file(), v.sha256()), files.name(v.file()));
        Map<String, StoredTensor> denoiserTensors = Safetensors.read(files.readVerified(d.file(), d.sha256()), files.name(d.file()));
        VaeCodec codec = new VaeCodec(compute, vaeTensors, new VaeNetwork.Config(v.width(), v.encoderBlocks(), v.decoderBlocks()),
                files.name(v.file()));
        NetworkDenoiser denoiser = new NetworkDenoiser(compute, denoiserTensors,
                new UNet.Config(codec.format().channels(), d.fine(), d.coarse(), d.blocks()), files.name(d.file()));
        return new Model(manifest, ModelFiles.sha256(yaml), codec, denoiser);
    }

    /**
     * Saves trained weights as a model folder, half precision, manifest last so that a broken-off save is never taken for a model.
     *
     * @param licence  of the weights
     * @param training how they came to be, in words
     */
    public static void save(Path folder, String name, String licence, Map<String, StoredTensor> vae, Map<String, StoredTensor> denoiser,
            String training) {
        byte[] vaeBytes = Safetensors.write(vae, Map.of(), Safetensors.Precision.F16);
        byte[] denoiserBytes = Safetensors.write(denoiser, Map.of(), Safetensors.Precision.F16);
        VaeNetwork.Config v = VaeNetwork.Config.DEFAULT;
        UNet.Config d = UNet.Config.DEFAULT;
        ModelManifest manifest = new ModelManifest(1, name, ModelManifest.ARCHITECTURE, licence, "ddpm-linear", ModelManifest.PREDICTION,
                new ModelManifest.VaePart(VAE_FILE, ModelFiles.sha256(vaeBytes), v.width(), v.encoderBlocks(), v.decoderBlocks()),
                new ModelManifest.DenoiserPart(DENOISER_FILE, ModelFiles.sha256(denoiserBytes), d.fine(), d.coarse(), d.blocks()), training);
        SafeFiles.write(folder.resolve(VAE_FILE), out -> out.write(vaeBytes));
        SafeFiles.write(folder.resolve(DENOISER_FILE), out -> out.write(denoiserBytes));
        SafeFiles.writeText(folder.resolve(ModelManifest.FILE), manifest.toYaml());
    }

    public String name() {
        return manifest.name();
    }

    /** Checksum of the manifest, which holds those of the weights: the model's identity. */
    public String sha256() {
        return sha256;
    }

    public ImageCodec codec() {
        return codec;
    }

    /** The linear baseline at the same bandwidth: the transform that the codec starts from, sent by SoftCast. */
    public SoftCast linearLine() {
        return codec.linearLine();
    }

    public Denoiser denoiser() {
        return denoiser;
    }

    /** The schedule that numbers this model's timesteps. */
    public NoiseSchedule schedule() {
        return NoiseSchedule.REGISTRY.get(manifest.schedule());
    }

    @Override
    public void close() {
        denoiser.close();
        codec.close();
    }
}
