// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.semlink.common.SemlinkException;

/**
 * What {@code model.yaml} says: architecture, schedule, where the weights are and their checksums, and where they come from.
 *
 * @param format       version of this schema, 1
 * @param name         the model's name
 * @param architecture {@value #ARCHITECTURE}, the one that this version knows
 * @param licence      of the weights
 * @param schedule     noise schedule that numbers the timesteps
 * @param prediction   what the denoiser predicts: x0, the clean latent
 * @param vae          encoder and decoder
 * @param denoiser     the U-Net
 * @param training     free text: data, steps, seed
 */
public record ModelManifest(int format, String name, String architecture, String licence, String schedule, String prediction,
        VaePart vae, DenoiserPart denoiser, String training) {

    public static final String FILE = "model.yaml";
    public static final String ARCHITECTURE = "klt-vae-unet";
    static final String PREDICTION = "x0";
    private static final int FORMAT = 1;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Weights file of the VAE, its checksum, and the network's sizes. */
    public record VaePart(@JsonProperty(required = true) String file, @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) int width, @JsonProperty(required = true) int encoderBlocks,
            @JsonProperty(required = true) int decoderBlocks) {
    }

    /** Weights file of the denoiser, its checksum, and the network's sizes. */
    public record DenoiserPart(@JsonProperty(required = true) String file, @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) int fine, @JsonProperty(required = true) int coarse, @JsonProperty(required = true) int blocks) {
    }

    /** Parses a manifest; {@code source} is what error messages call it. */
    static ModelManifest parse(byte[] yaml, String source) {
        ModelManifest manifest;
        try {
            manifest = YAML.readValue(yaml, ModelManifest.class);
        } catch (JsonProcessingException e) {
            throw SemlinkException.input("model manifest %s is not valid at line %d: %s", source,
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage()).causedBy(e);
        } catch (IOException e) {
            throw SemlinkException.input("model manifest %s cannot be read", source).causedBy(e);
        }
        if (manifest == null || manifest.format != FORMAT) {
            throw SemlinkException.input("model manifest %s has format %s, this version reads %d", source,
                    manifest == null ? "none" : manifest.format, FORMAT);
        }
        if (!ARCHITECTURE.equals(manifest.architecture)) {
            throw SemlinkException.input("model manifest %s has architecture '%s', this version knows %s", source, manifest.architecture, ARCHITECTURE);
        }
        if (manifest.vae == null || manifest.vae.file == null || manifest.vae.sha256 == null || manifest.denoiser == null
                || manifest.denoiser.file == null || manifest.denoiser.sha256 == null || manifest.name == null || manifest.schedule == null) {
            throw SemlinkException.input("model manifest %s lacks a value; name, schedule, and file and sha256 of vae and denoiser are needed", source);
        }
        if (!PREDICTION.equals(manifest.prediction)) {
            throw SemlinkException.input("model manifest %s has prediction '%s', this version knows %s", source, manifest.prediction, PREDICTION);
        }
        return manifest;
    }

    String toYaml() {
        try {
            return YAML.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
