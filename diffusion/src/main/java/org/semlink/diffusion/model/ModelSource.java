// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;
import org.semlink.diffusion.model.ModelManifest.WeightsFile;

/**
 * Where a model's files are: a folder of the user's, a built-in model on the class path with what was fetched for it, or a fetched URL.
 *
 * <p>Bytes are handed out only if their checksum is what the manifest says.
 */
public final class ModelSource {

    /** Built-in models, the default first. */
    public static final List<String> BUILT_IN = List.of(Model.DEFAULT, "taef2", "djscc", "djscc-cifar");
    /** Far above any model of ours; keeps a wrong path from filling the memory. */
    static final long MAX_BYTES = 1L << 30;

    private final String name;
    private final Path folder;
    private final boolean builtIn;
    private final byte[] yaml;
    private final ModelManifest manifest;

    private ModelSource(String name, Path folder, boolean builtIn) {
        this.name = name;
        this.folder = folder;
        this.builtIn = builtIn;
        yaml = bytes(ModelManifest.FILE).orElseThrow(() -> SemlinkException.input("model %s has no %s; give a folder that holds one", name,
                ModelManifest.FILE));
        manifest = ManifestYaml.parse(yaml, name(ModelManifest.FILE));
    }

    /** Resolves a built-in name, a folder that holds a manifest, or a URL that was fetched into {@code cache}. */
    public static ModelSource find(String model, ModelCache cache) {
        if (BUILT_IN.contains(model)) {
            return new ModelSource(model, cache.folder(model), true);
        }
        if (isUrl(model)) {
            Path folder = cache.folder(model);
            if (!Files.isRegularFile(folder.resolve(ModelManifest.FILE))) {
                throw SemlinkException.input("model %s was not fetched yet; run: semlink models fetch %s", model, model);
            }
            return new ModelSource(model, folder, false);
        }
        Path folder = Path.of(model);
        if (Files.isRegularFile(folder.resolve(ModelManifest.FILE))) {
            return new ModelSource(model, folder, false);
        }
        throw SemlinkException.input("unknown model '%s'%s; give a folder with %s, a URL or one of: %s", model,
                Registry.nearest(model, BUILT_IN).map(n -> ", did you mean '" + n + "'?").orElse(""), ModelManifest.FILE,
                String.join(", ", BUILT_IN));
    }

    /** Whether {@code model} is meant as a URL. */
    static boolean isUrl(String model) {
        return model.matches("(?i)(https?|file)://?.+") && URI.create(model.replace(' ', '+')).getScheme() != null;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Checksum of the manifest, which holds those of the weights: the model's identity. */
    public String sha256() {
        return Sha256.of(yaml);
    }

    /** Error messages' name of a file of this model. */
    String name(String file) {
        return name + "/" + file;
    }

    /** Where files that are fetched for this model are put. */
    Path folder() {
        return folder;
    }

    /** Whether a file is there, whatever it holds. */
    public boolean has(WeightsFile file) {
        return bytes(file.file()).isPresent();
    }

    /** Roles for which no file is there, such as weights that were not fetched; in the manifest's order. */
    public List<String> lacking() {
        return roles().filter(role -> role.getValue().stream().noneMatch(this::has)).map(Map.Entry::getKey).toList();
    }

    /** Compares the files that are there with their checksums; one that differs is an input error. */
    public void verify() {
        roles().filter(role -> role.getValue().stream().anyMatch(this::has)).forEach(role -> read(role.getKey(), role.getValue()));
    }

    private Stream<Map.Entry<String, List<WeightsFile>>> roles() {
        return manifest.parts().values().stream().flatMap(part -> part.roles().entrySet().stream());
    }

    /** The bytes of the first of these files that is there; they all play one role. */
    Weights read(String role, List<WeightsFile> alternatives) {
        for (WeightsFile file : alternatives) {
            Optional<byte[]> bytes = bytes(file.file());
            if (bytes.isPresent()) {
                return new Weights(verified(file, bytes.get()), name(file.file()));
            }
        }
        throw SemlinkException.input("model %s lacks its %s (%s); run: semlink models fetch %s, or add --from FOLDER if you have it", name, role,
                alternatives.stream().map(WeightsFile::file).collect(Collectors.joining(" or ")), name);
    }

    /** A file's bytes and what error messages call it. */
    record Weights(byte[] bytes, String name) {
    }

    /** {@code bytes} if their checksum is the one that the manifest gives. */
    byte[] verified(WeightsFile file, byte[] bytes) {
        String found = Sha256.of(bytes);
        if (!found.equals(file.sha256())) {
            throw SemlinkException.input("model file %s has sha256 %s, its manifest says %s; fetch the model again", name(file.file()), found,
                    file.sha256());
        }
        return bytes;
    }

    private Optional<byte[]> bytes(String file) {
        try {
            if (builtIn) {
                try (InputStream in = ModelSource.class.getResourceAsStream("/org/semlink/models/" + name + "/" + file)) {
                    if (in != null) {
                        return Optional.of(in.readAllBytes());
                    }
                }
            }
            Path path = folder.resolve(file);
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            if (Files.size(path) > MAX_BYTES) {
                throw SemlinkException.input("model file %s has %d bytes, more than %d", path, Files.size(path), MAX_BYTES);
            }
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw SemlinkException.input("model file %s cannot be read (%s); fetch the model again", name(file), e.getClass().getSimpleName())
                    .causedBy(e);
        }
    }
}
