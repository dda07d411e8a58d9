// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;

/** An installed libtorch of another version must be refused before it can crash the JVM. */
class NativeLibraryTest {

    private static final Path CACHE = Path.of("no-such-cache");

    @Test
    void nothingInstalledNothingToCheck() {
        assertThatCode(() -> NativeLibrary.check(Map.of(), "2.7.1", CACHE)).doesNotThrowAnyException();
    }

    @Test
    void declaredVersionMustBeTheBridges() {
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib", "PYTORCH_VERSION", "2.13.0", "PYTORCH_FLAVOR", "cu128");
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1", CACHE)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("2.13.0").hasMessageContaining("2.7.1");
    }

    @Test
    void versionFileBesideTheLibraryIsBelievedOverTheVariable(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("build-version"), "2.9.0+cu130\n");
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", home.resolve("lib").toString(), "PYTORCH_VERSION", "2.7.1",
                "PYTORCH_FLAVOR", "cu130");
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1", CACHE)).hasMessageContaining("2.9.0");
        Files.writeString(home.resolve("build-version"), "2.7.1+cu128\n");
        assertThatCode(() -> NativeLibrary.check(environment, "2.7.1", CACHE)).doesNotThrowAnyException();
    }

    @Test
    void flavorMustBeSaid() {
        assertThatThrownBy(() -> NativeLibrary.check(Map.of("PYTORCH_LIBRARY_PATH", "/x", "PYTORCH_VERSION", "2.7.1"), "2.7.1", CACHE))
                .hasMessageContaining("PYTORCH_FLAVOR");
    }

    @Test
    void ownBridgeIsBelievedForTheVersionThatItIsKeptUnder(@TempDir Path home) throws IOException {
        String name = Engine.getDjlVersion() + "-" + System.mapLibraryName("djl_torch");
        String platform = Platform.detectPlatform("pytorch").getClassifier();
        Path bridge = home.resolve("cache/2.11.0-cu130-" + platform).resolve(name);
        Files.createDirectories(bridge.getParent());
        Files.createFile(bridge);
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", home.resolve("lib").toString(), "PYTORCH_VERSION", "2.11.0",
                "PYTORCH_FLAVOR", "cu130");
        assertThatCode(() -> NativeLibrary.check(environment, "2.7.1", home.resolve("cache"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1", home.resolve("elsewhere")))
                .hasMessageContaining(home.resolve("elsewhere/2.11.0-cu130-" + platform).resolve(name).toString());
        Files.writeString(home.resolve("build-version"), "2.12.0+cu130\n");
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1", home.resolve("cache"))).hasMessageContaining("2.12.0")
                .hasMessageContaining("made for 2.11.0");
    }

    @Test
    void ownBridgeBesideTheLibraryIsBelieved(@TempDir Path home) throws IOException {
        Files.createFile(home.resolve(System.mapLibraryName("djl_torch")));
        assertThatCode(() -> NativeLibrary.check(Map.of("PYTORCH_LIBRARY_PATH", home.toString(), "PYTORCH_VERSION", "2.11.0", "PYTORCH_FLAVOR",
                "cpu"), "2.7.1", CACHE)).doesNotThrowAnyException();
    }
}
