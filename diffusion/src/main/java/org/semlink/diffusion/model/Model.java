// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.PixelCodec;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Precision;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.codec.djscc.DjsccNetwork;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.model.ModelManifest.BandwidthPart;
import org.semlink.diffusion.model.ModelManifest.LatentPart;
import org.semlink.diffusion.model.ModelManifest.Part;
import org.semlink.diffusion.model.ModelManifest.SchedulePart;
import org.semlink.diffusion.model.ModelManifest.WeightsFile;
import org.semlink.diffusion.network.NetworkDenoiser;
import org.semlink.diffusion.network.UNet;
import org.semlink.diffusion.refine.RefinedCodec;
import org.semlink.diffusion.refine.Refinement;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A codec and a denoiser that belong together, loaded by name onto one device.
 *
 * <p>Checksums are verified before anything is loaded. Owns its networks, not the device.
 */
public final class Model implements AutoCloseable {

    /** Name of the model that is used when none is asked for. */
    public static final String DEFAULT = "base";

    private static final String WEIGHTS = "weights";
    private static final String VAE_FILE = "vae.safetensors";
    private static final String DENOISER_FILE = "denoiser.safetensors";
    private static final String STUDENT_FILE = "consistency.safetensors";
    private static final String DJSCC_FILE = "djscc.safetensors";
    private static final String BANDWIDTH_FILE = "bandwidth.safetensors";
    private static final String OWN_SCHEDULE = "ddpm-linear";
    /** How far a manifest's schedule may be from the one of that name, in dB at its ends: they are written with three decimals. */
    private static final double SCHEDULE_TOLERANCE_DB = 0.01;

    private final ModelSource source;
    private final Compute compute;
    private final ImageCodec codec;
    private final Denoiser denoiser;
    private final NoiseSchedule schedule;
    private final Bandwidth bandwidth;
    private final Optional<Denoiser> student;

    private Model(ModelSource source, Compute compute, ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, Bandwidth bandwidth,
            Optional<Denoiser> student) {
        this.source = source;
        this.compute = compute;
        this.codec = codec;
        this.denoiser = denoiser;
        this.schedule = schedule;
        this.bandwidth = bandwidth;
        this.student = student;
    }

    /** Loads a built-in model, a folder with {@code model.yaml} or a fetched URL, from the user's cache; TorchScript is refused. */
    public static Model open(String model, Compute compute) {
        return open(ModelSource.find(model, ModelCache.ofUser()), Trust.NONE, compute);
    }

    /** Loads a model; {@code trust} says whether it may carry code. */
    public static Model open(ModelSource source, Trust trust, Compute compute) {
        ModelManifest manifest = source.manifest();
        trust.require(manifest, manifest.name());
        NoiseSchedule schedule = schedule(manifest.schedule(), source.name(ModelManifest.FILE));
        ImageCodec codec = openCodec(source, compute);
        try {
            Denoiser denoiser = openDenoiser(source, manifest.denoiser(), schedule, compute);
            return new Model(source, compute, codec, denoiser, schedule, openBandwidth(source, compute, codec.format()),
                    manifest.consistency().map(student -> openDenoiser(source, student, schedule, compute)));
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private static ImageCodec openCodec(ModelSource source, Compute compute) {
        ModelManifest manifest = source.manifest();
        LatentPart latent = manifest.latent();
        ImageCodec codec = CodecArchitecture.REGISTRY.get(manifest.codec().architecture())
                .open(compute, new WeightsReader(source, manifest.codec()), latent);
        if (codec.format().channels() != latent.channels() || codec.format().stride() != latent.stride()) {
            codec.close();
            throw SemlinkException.input("%s says %d latent channels at stride %d, its codec has %d at %d", source.name(ModelManifest.FILE),
                    latent.channels(), latent.stride(), codec.format().channels(), codec.format().stride());
        }
        return codec;
    }

    private static Denoiser openDenoiser(ModelSource source, Part part, NoiseSchedule schedule, Compute compute) {
        return DenoiserArchitecture.REGISTRY.get(part.architecture()).open(compute, new WeightsReader(source, part), source.manifest(), schedule);
    }

    private static Bandwidth openBandwidth(ModelSource source, Compute compute, LatentFormat format) {
        return source.manifest().bandwidth().map(part -> BandwidthArchitecture.REGISTRY.get(part.network().architecture())
                .open(compute, new WeightsReader(source, part.network()), part, format)).orElseGet(() -> Bandwidth.none(format));
    }

    private static NoiseSchedule schedule(SchedulePart part, String source) {
        NoiseSchedule schedule = NoiseSchedule.REGISTRY.get(part.name());
        double cleanest = Snr.toDb(schedule.snr(schedule.cleanest()));
        double noisiest = Snr.toDb(schedule.snr(schedule.noisiest()));
        if (Math.abs(cleanest - part.cleanestDb()) > SCHEDULE_TOLERANCE_DB || Math.abs(noisiest - part.noisiestDb()) > SCHEDULE_TOLERANCE_DB) {
            throw SemlinkException.input("%s: the network was trained with a schedule %s from %.3f to %.3f dB, the one known here runs from %.3f to %.3f",
                    source, part.name(), part.cleanestDb(), part.noisiestDb(), cleanest, noisiest);
        }
        return schedule;
    }

    /**
     * Saves trained weights of both networks as a model folder, half precision, manifest last so that a broken-off save is never taken for a
     * model.
     *
     * @param licence  of the weights
     * @param channels of the latent
     * @param training how they came to be, in words
     */
    public static void save(Path folder, String name, String licence, int channels, Map<String, StoredTensor> vae, Map<String, StoredTensor> denoiser,
            String training) {
        VaeNetwork.Config v = VaeNetwork.Config.DEFAULT;
        UNet.Config d = UNet.Config.DEFAULT;
        Part codec = new Part("klt-vae", sizes("width", v.width(), "encoder-blocks", v.encoderBlocks(), "decoder-blocks", v.decoderBlocks()),
                List.of(write(folder, VAE_FILE, vae)));
        write(folder, new ModelManifest(name, licence, training, new LatentPart(channels, BlockTransform.SIDE, Optional.empty()), ownSchedule(),
                ModelManifest.Prediction.X0, codec, unet(folder, DENOISER_FILE, d, denoiser), Optional.empty(), Optional.empty()));
    }

    /** As above, for a denoiser that was trained for the codec of another model. */
    public static void save(Path folder, String name, String licence, ModelManifest codecOf, LatentPart latent, UNet.Config sizes,
            Map<String, StoredTensor> denoiser, String training) {
        write(folder, new ModelManifest(name, licence, training, latent, ownSchedule(), ModelManifest.Prediction.X0, codecOf.codec(),
                unet(folder, DENOISER_FILE, sizes, denoiser), Optional.empty(), Optional.empty()));
    }

    /** As above, for a bandwidth module that was trained for the codec of {@code model}, whose networks stay as they are. */
    static void save(Path folder, ModelManifest model, List<BandwidthRatio> ratios, BandwidthNetwork.Config sizes, Map<String, StoredTensor> module) {
        Part part = new Part(BandwidthArchitecture.NESTED_KLT, sizes("down-width", sizes.downWidth(), "down-blocks", sizes.downBlocks(),
                "up-width", sizes.upWidth(), "up-blocks", sizes.upBlocks()), List.of(write(folder, BANDWIDTH_FILE, module)));
        write(folder, model.with(new BandwidthPart(ratios, part)));
    }

    /** As above, for a scheme that is learned from the picture to the symbols and back: the latent is the picture, and nothing is left to denoise. */
    public static void save(Path folder, String name, String licence, List<BandwidthRatio> ratios, DjsccNetwork.Config sizes,
            Map<String, StoredTensor> djscc, String training) {
        Part part = new Part(BandwidthArchitecture.DJSCC, sizes("fine", sizes.fine(), "width", sizes.width(), "encoder-blocks", sizes.encoderBlocks(),
                "decoder-blocks", sizes.decoderBlocks()), List.of(write(folder, DJSCC_FILE, djscc)));
        write(folder, new ModelManifest(name, licence, training, new LatentPart(3, 1, Optional.empty()), ownSchedule(), ModelManifest.Prediction.X0,
                new Part(CodecArchitecture.PIXELS, Map.of(), List.of()), new Part(DenoiserArchitecture.SHRINKAGE, Map.of(), List.of()),
                Optional.of(new BandwidthPart(ratios, part)), Optional.empty()));
    }

    /** As above, for a consistency student of the denoiser of {@code model}, whose networks stay as they are. */
    static void saveStudent(Path folder, ModelManifest model, UNet.Config sizes, Map<String, StoredTensor> student) {
        write(folder, model.withStudent(unet(folder, STUDENT_FILE, sizes, student)));
    }

    private static Part unet(Path folder, String file, UNet.Config d, Map<String, StoredTensor> denoiser) {
        return new Part(DenoiserArchitecture.UNET, sizes("fine", d.fine(), "coarse", d.coarse(), "blocks", d.blocks()), List.of(write(folder, file, denoiser)));
    }

    private static SchedulePart ownSchedule() {
        NoiseSchedule schedule = NoiseSchedule.REGISTRY.get(OWN_SCHEDULE);
        return new SchedulePart(OWN_SCHEDULE, Snr.toDb(schedule.snr(schedule.cleanest())), Snr.toDb(schedule.snr(schedule.noisiest())));
    }

    private static WeightsFile write(Path folder, String file, Map<String, StoredTensor> tensors) {
        byte[] bytes = Safetensors.write(tensors, Map.of(), Safetensors.Storage.F16);
        SafeFiles.write(folder.resolve(file), out -> out.write(bytes));
        return new WeightsFile(WEIGHTS, file, Sha256.of(bytes), Optional.empty());
    }

    private static void write(Path folder, ModelManifest manifest) {
        SafeFiles.writeText(folder.resolve(ModelManifest.FILE), ManifestYaml.write(manifest));
    }

    private static Map<String, Integer> sizes(Object... namesAndSizes) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            sizes.put((String) namesAndSizes[i], (Integer) namesAndSizes[i + 1]);
        }
        return sizes;
    }

    public String name() {
        return source.manifest().name();
    }

    /** Checksum of the manifest, which holds those of the weights: the model's identity. */
    public String sha256() {
        return source.sha256();
    }

    public ImageCodec codec() {
        return codec;
    }

    /** The linear baseline at the same bandwidth, sent by SoftCast: this codec's own transform, or that of the default model. */
    public SoftCast linearLine() {
        if (codec instanceof VaeCodec vae) {
            return vae.linearLine();
        }
        try (ImageCodec base = openCodec(ModelSource.find(DEFAULT, ModelCache.ofUser()), compute)) {
            return ((VaeCodec) base).linearLine();
        }
    }

    public Denoiser denoiser() {
        return denoiser;
    }

    /** This model's codec with an encoder that improves every latent by gradient steps, for pictures sent at one ratio; closed in the codec's place. */
    public ImageCodec refined(BandwidthRatio ratio, Refinement how) {
        if (compute.precision() != Precision.FP32) {
            throw SemlinkException.input("--refine needs --precision fp32, got %s: gradients are too small for half", compute.precision());
        }
        if (codec instanceof PixelCodec pixels && bandwidth instanceof DjsccModule djscc) {
            return RefinedCodec.of(pixels, djscc, ratio, how, compute.manager());
        }
        boolean plain = ratio.equals(bandwidth.own());
        if (codec instanceof VaeCodec vae && denoiser instanceof NetworkDenoiser network && (plain || bandwidth instanceof BandwidthModule)) {
            return RefinedCodec.of(vae, network.network(), plain ? Optional.empty() : Optional.of((BandwidthModule) bandwidth), ratio, how, compute.manager());
        }
        throw SemlinkException.input("--refine needs a model of the architectures klt-vae and unet, or djscc, '%s' has others; drop it", name());
    }

    /** A consistency student of the denoiser, if the model has one. */
    public Optional<Denoiser> student() {
        return student;
    }

    /** The schedule that numbers this model's timesteps. */
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** What stands between the codec and the symbols. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    @Override
    public void close() {
        student.ifPresent(Denoiser::close);
        bandwidth.close();
        denoiser.close();
        codec.close();
    }
}
