// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;

/** Fetching from a server in this process: what is kept is whole and right, or nothing is kept. */
class ModelFetchTest {

    private final Map<String, byte[]> served = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    @TempDir
    private Path folder;
    private HttpServer server;
    private String url;
    private ModelCache cache;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = served.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
                if (body != null) {
                    out.write(body);
                }
            }
        });
        server.start();
        url = "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort() + "/models/mine/";
        cache = ModelCache.at(folder.resolve("cache"));
        served.put("/models/mine/model.yaml", manifest(sha("encoder"), sha("denoiser")).getBytes(StandardCharsets.UTF_8));
        served.put("/models/mine/e.safetensors", bytes("encoder"));
        served.put("/models/mine/d.safetensors", bytes("denoiser"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void modelByUrlIsFetchedWholeAndFoundAgain() {
        assertThatThrownBy(() -> ModelSource.find(url, cache)).hasMessageContaining("semlink models fetch " + url);
        new ModelFetch(cache, lines::add).fetch(url, Optional.empty());
        assertThat(lines).hasSize(2);
        ModelSource source = ModelSource.find(url, cache);
        assertThat(source.manifest().name()).isEqualTo("mine");
        assertThat(source.read("encoder", source.manifest().codec().files()).bytes()).isEqualTo(bytes("encoder"));
    }

    @Test
    void wrongChecksumKeepsNothing() {
        served.put("/models/mine/e.safetensors", bytes("tampered"));
        assertThatThrownBy(() -> new ModelFetch(cache, lines::add).fetch(url, Optional.empty())).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("e.safetensors has sha256 " + sha("tampered")).hasMessageContaining("nothing was kept");
        assertThat(filesIn(cache.folder(url))).isEmpty();
    }

    /** The manifest comes last, so a fetch that broke off is no model. */
    @Test
    void missingFileLeavesNoManifestBehind() {
        served.remove("/models/mine/d.safetensors");
        assertThatThrownBy(() -> new ModelFetch(cache, lines::add).fetch(url, Optional.empty())).hasMessageContaining("the server answers 404");
        assertThat(filesIn(cache.folder(url))).containsExactly("e.safetensors");
        assertThatThrownBy(() -> ModelSource.find(url, cache)).hasMessageContaining("was not fetched yet");
    }

    @Test
    void filesComeFromAFolderOrAFileUrlAlike() throws IOException {
        Path local = Files.createDirectories(folder.resolve("local"));
        Files.write(local.resolve("e.safetensors"), bytes("encoder"));
        served.remove("/models/mine/e.safetensors");
        assertThatThrownBy(() -> new ModelFetch(cache, lines::add).fetch(url, Optional.of(local))).hasMessageContaining("d.safetensors")
                .hasMessageContaining("--from");
        Files.write(local.resolve("d.safetensors"), bytes("denoiser"));
        Files.write(local.resolve("model.yaml"), served.get("/models/mine/model.yaml"));
        String fileUrl = local.toUri().toString();
        new ModelFetch(cache, lines::add).fetch(fileUrl, Optional.empty());
        assertThat(ModelSource.find(fileUrl, cache).manifest().name()).isEqualTo("mine");
    }

    @Test
    void onlyUrlsAndNamesAreFetched() {
        assertThatThrownBy(() -> new ModelFetch(cache, lines::add).fetch("some/folder", Optional.empty())).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("by URL or by one of the names base, taef2");
    }

    @Test
    void cacheFollowsTheXdgRules() {
        Path home = Path.of("/home/someone");
        assertThat(ModelCache.locate(Map.of(), home)).isEqualTo(Path.of("/home/someone/.cache/semlink/models"));
        assertThat(ModelCache.locate(Map.of("XDG_CACHE_HOME", "/var/c"), home)).isEqualTo(Path.of("/var/c/semlink/models"));
        assertThat(ModelCache.locate(Map.of("XDG_CACHE_HOME", "relative"), home)).isEqualTo(Path.of("/home/someone/.cache/semlink/models"));
        assertThat(ModelCache.locate(Map.of("SEMLINK_MODELS", "here", "XDG_CACHE_HOME", "/c"), home)).isEqualTo(Path.of("here"));
    }

    private static List<String> filesIn(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha(String text) {
        return Sha256.of(bytes(text));
    }

    private static String manifest(String encoder, String denoiser) {
        return "format: 2\nname: mine\nlicence: none\ntraining: none\nlatent:\n  channels: 2\n  stride: 8\nschedule:\n  name: ddpm-linear\n"
                + "  cleanest-db: 40.000\n  noisiest-db: -43.942\nprediction: x0\ncodec:\n  architecture: taef2\n  files:\n    - role: encoder\n"
                + "      file: e.safetensors\n      sha256: " + encoder + "\ndenoiser:\n  architecture: unet\n  files:\n    - role: weights\n"
                + "      file: d.safetensors\n      sha256: " + denoiser + "\n";
    }
}
