// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.semlink.calibration.TimestepMap;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.ReceiverSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model denoises, how, and on which device. */
public final class ModelOptions {

    /** Unless another is asked for. */
    public static final String USUAL_NOISE_MAP = "per-element";

    @Mixin
    private CodecOptions codec;

    @Option(names = "--sampler", completionCandidates = Names.OfSamplers.class, paramLabel = "SAMPLER",
            description = "posterior-mean (least squared error); sampled, with more natural texture: ddim, dpm++, heun (deterministic), ddpm, edm "
                    + "(random), consistency (by a student made for one or two steps, if the model has one). Default: ${DEFAULT-VALUE}")
    private String sampler = "posterior-mean";

    @Option(names = "--steps", paramLabel = "N",
            description = "Noise levels of the sampler, one network evaluation each; heun and edm take two but for the last. "
                    + "Default: 1 for posterior-mean, 2 for consistency, else 10")
    private Integer steps;

    @Option(names = "--noise-map", completionCandidates = Names.OfNoiseMaps.class, paramLabel = "MAP",
            description = "What is made of the noise of single symbols: per-element (each follows its own), scalar (their mean for all), "
                    + "equalised (noise added up to one level). Default: ${DEFAULT-VALUE}")
    private String noiseMap = USUAL_NOISE_MAP;

    @Option(names = "--lpips", paramLabel = "FILE", description = "Weights of LPIPS, see README.md. Default: what SEMLINK_LPIPS names, else no LPIPS")
    private Path lpips;

    public String model() {
        return codec.model();
    }

    /** The bandwidth ratio asked for, which {@code loaded} must know. */
    public BandwidthRatio ratio(LoadedModel loaded) {
        return codec.ratio(loaded);
    }

    public String samplerName() {
        return sampler;
    }

    public String noiseMap() {
        return noiseMap;
    }

    /** The sampler; an unknown name is an input error. */
    public Sampler sampler() {
        return Sampler.REGISTRY.get(sampler);
    }

    /** Levels of the sampler, at least 1. */
    public int steps() {
        boolean oneStep = sampler.equals("posterior-mean");
        if (steps != null && steps < 1) {
            throw SemlinkException.input("--steps must be at least 1, got %d", steps);
        }
        if (steps != null && oneStep && steps != 1) {
            throw SemlinkException.input("--steps must be 1 with the sampler posterior-mean, got %d; use --sampler ddim or ddpm", steps);
        }
        return steps != null ? steps : oneStep ? 1 : sampler().needsStudent() ? 2 : 10;
    }

    public String device() {
        return codec.device();
    }

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        sampler();
        steps();
        NoiseMap.REGISTRY.get(noiseMap);
        codec.check();
        if (!codec.isModel() && !sampler.equals("posterior-mean")) {
            throw SemlinkException.input("--sampler %s needs a diffusion, --codec %s has none; drop one of them", sampler, codec.codec());
        }
    }

    /** The model, or what stands in its place. */
    public LoadedModel open() {
        return codec.open();
    }

    /** What pictures are compared by. */
    public PictureMetrics metrics() {
        return PictureMetrics.open(Optional.ofNullable(lpips), codec.device());
    }

    /** What a receiver with this model denoises with, by the timesteps of {@code map}. */
    public ReceiverSettings settings(LoadedModel model, TimestepMap map) {
        return new ReceiverSettings(model.codec(), ContentHash.modelId(model.sha256()), model.denoiser(sampler()), model.schedule(),
                map, sampler, sampler(), steps(), NoiseMap.REGISTRY.get(noiseMap), model.bandwidth(), codec.ratio(model));
    }
}
