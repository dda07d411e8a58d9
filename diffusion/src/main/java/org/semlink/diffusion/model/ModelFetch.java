// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.semlink.common.SafeFiles;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;
import org.semlink.diffusion.model.ModelManifest.WeightsFile;

/**
 * Brings the files that a model's manifest names into the cache.
 *
 * <p>Nothing is written before its checksum is right, and then beside and renamed, so that no reader ever sees half a file. A manifest that
 * comes from a URL is written last.
 */
public final class ModelFetch {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration WHOLE = Duration.ofMinutes(10);

    private final ModelCache cache;
    private final Consumer<String> progress;

    /** @param progress hears one line for each file */
    public ModelFetch(ModelCache cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Fetches what is missing.
     *
     * @param model built-in name or URL of a folder that holds a manifest
     * @param from  a folder of the user's to take files from instead of the network
     */
    public void fetch(String model, Optional<Path> from) {
        if (ModelSource.BUILT_IN.contains(model)) {
            ModelSource source = ModelSource.find(model, cache);
            fetch(source.manifest(), model, cache.folder(model), from, source::has);
        } else if (ModelSource.isUrl(model)) {
            byte[] yaml = download(child(model, ModelManifest.FILE));
            Path folder = cache.folder(model);
            fetch(ManifestYaml.parse(yaml, child(model, ModelManifest.FILE)), model, folder, from, file -> false);
            SafeFiles.write(folder.resolve(ModelManifest.FILE), out -> out.write(yaml));
        } else {
            throw SemlinkException.input("unknown model '%s'%s; models are fetched by URL or by one of the names %s", model,
                    Registry.nearest(model, ModelSource.BUILT_IN).map(n -> ", did you mean '" + n + "'?").orElse(""), String.join(", ", ModelSource.BUILT_IN));
        }
    }

    private void fetch(ModelManifest manifest, String model, Path folder, Optional<Path> from, java.util.function.Predicate<WeightsFile> there) {
        for (ModelManifest.Part part : manifest.parts().values()) {
            for (Map.Entry<String, List<WeightsFile>> role : part.roles().entrySet()) {
                Optional<WeightsFile> here = role.getValue().stream().filter(there).findFirst();
                if (here.isPresent()) {
                    progress.accept(role.getKey() + ": " + here.get().file() + " is here already");
                } else {
                    bring(role.getKey(), role.getValue(), model, folder, from);
                }
            }
        }
    }

    private void bring(String role, List<WeightsFile> alternatives, String model, Path folder, Optional<Path> from) {
        List<String> tried = new ArrayList<>();
        for (WeightsFile file : alternatives) {
            Optional<String> place = from.map(f -> f.resolve(file.file()).toUri().toString())
                    .or(() -> file.url().or(() -> ModelSource.isUrl(model) ? Optional.of(child(model, file.file())) : Optional.empty()));
            if (place.isEmpty() || (from.isPresent() && !Files.isRegularFile(from.get().resolve(file.file())))) {
                tried.add(file.file());
                continue;
            }
            byte[] bytes = download(place.get());
            String found = Sha256.of(bytes);
            if (!found.equals(file.sha256())) {
                throw SemlinkException.input("%s has sha256 %s, the manifest of %s says %s; nothing was kept", place.get(), found, model, file.sha256());
            }
            SafeFiles.write(folder.resolve(file.file()), out -> out.write(bytes));
            progress.accept(role + ": " + file.file() + ", " + bytes.length + " bytes from " + place.get());
            return;
        }
        throw SemlinkException.input("the %s of %s (%s) is not in %s", role, model, String.join(" or ", tried),
                from.map(Path::toString).orElse("any place that the manifest names") + "; give the folder that has it with --from");
    }

    private static String child(String url, String file) {
        return url.endsWith("/") ? url + file : url + "/" + file;
    }

    private static byte[] download(String url) {
        try {
            URI uri = URI.create(url);
            if ("file".equalsIgnoreCase(uri.getScheme())) {
                return bounded(Files.newInputStream(Path.of(uri)), url);
            }
            HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
            HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(uri).timeout(WHOLE).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw SemlinkException.environment("cannot fetch %s: the server answers %d; try later or give a folder with --from", url,
                        response.statusCode());
            }
            return bounded(response.body(), url);
        } catch (IOException | IllegalArgumentException e) {
            throw SemlinkException.environment("cannot fetch %s (%s); check the network or give a folder with --from", url,
                    e.getClass().getSimpleName()).causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SemlinkException.environment("fetching %s was interrupted; run the same command again", url).causedBy(e);
        }
    }

    private static byte[] bounded(InputStream in, String url) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, ModelSource.MAX_BYTES + 1));
            if (bytes.length > ModelSource.MAX_BYTES) {
                throw SemlinkException.input("%s has more than %d bytes, no model of this program is that large", url, ModelSource.MAX_BYTES);
            }
            return bytes;
        }
    }
}
