// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;

/**
 * What {@code model.yaml} says: architectures, latent, schedule, where the weights are and their checksums, and where they come from.
 *
 * @param name       the model's name
 * @param licence    of the weights
 * @param training   free text: data, steps, seed
 * @param latent     what the denoiser sees
 * @param schedule   noise schedule that numbers the timesteps
 * @param prediction what the denoiser predicts
 * @param codec      encoder and decoder
 * @param denoiser   the denoiser
 * @param bandwidth  down- and up-sampler around the channel, where there is one
 * @param consistency consistency student of the denoiser, where there is one
 */
public record ModelManifest(String name, String licence, String training, LatentPart latent, SchedulePart schedule, Prediction prediction,
        Part codec, Part denoiser, Optional<BandwidthPart> bandwidth, Optional<Part> consistency) {

    public static final String FILE = "model.yaml";

    /** What a denoiser predicts: the clean latent x0, the noise eps, or v = sqrt(abar) eps - sqrt(1 - abar) x0. */
    public enum Prediction {
        X0, EPS, V
    }

    /**
     * The latent's shape and how raw values are standardised.
     *
     * @param stride     picture pixels per position
     * @param statistics empty where the codec standardises by itself
     */
    public record LatentPart(int channels, int stride, Optional<LatentStatistics> statistics) {
    }

    /**
     * The schedule that the network was trained with.
     *
     * @param cleanestDb SNR of its cleanest level
     * @param noisiestDb SNR of its noisiest level
     */
    public record SchedulePart(String name, double cleanestDb, double noisiestDb) {
    }

    /**
     * One of the networks.
     *
     * @param architecture as its registry knows it
     * @param sizes        of the network, by name
     * @param files        in order of preference where several have the same role
     */
    public record Part(String architecture, Map<String, Integer> sizes, List<WeightsFile> files) {

        /** A size that the architecture needs. */
        int size(String key) {
            Integer size = sizes.get(key);
            if (size == null) {
                throw SemlinkException.input("model.yaml: architecture %s needs the size '%s' under sizes", architecture, key);
            }
            return size;
        }

        /** Files by role, roles in order of their first file. */
        public Map<String, List<WeightsFile>> roles() {
            Map<String, List<WeightsFile>> roles = new LinkedHashMap<>();
            files.forEach(file -> roles.computeIfAbsent(file.role, role -> new java.util.ArrayList<>()).add(file));
            return roles;
        }
    }

    /**
     * A bandwidth module.
     *
     * @param ratios that it was trained for, widest first
     */
    public record BandwidthPart(List<BandwidthRatio> ratios, Part network) {
    }

    /** This model with a bandwidth module, in place of the one that it may have. */
    ModelManifest with(BandwidthPart module) {
        return new ModelManifest(name, licence, training, latent, schedule, prediction, codec, denoiser, Optional.of(module), consistency);
    }

    /** This model with a consistency student, in place of the one that it may have. */
    ModelManifest withStudent(Part student) {
        return new ModelManifest(name, licence, training, latent, schedule, prediction, codec, denoiser, bandwidth, Optional.of(student));
    }

    /** The networks by what they are. */
    public Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("codec", codec);
        parts.put("denoiser", denoiser);
        bandwidth.ifPresent(module -> parts.put("bandwidth", module.network));
        consistency.ifPresent(student -> parts.put("consistency", student));
        return parts;
    }

    /**
     * One file of weights.
     *
     * @param role   what it is to its network; files of one role hold the same weights
     * @param file   name, beside the manifest or in the cache
     * @param sha256 of the whole file, lower-case hexadecimal
     * @param url    where it can be fetched
     */
    public record WeightsFile(String role, String file, String sha256, Optional<String> url) {
    }

    /** All files of all networks. */
    Collection<WeightsFile> files() {
        return parts().values().stream().flatMap(part -> part.files.stream()).toList();
    }
}
