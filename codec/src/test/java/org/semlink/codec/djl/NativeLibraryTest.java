// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;

/** An installed libtorch of another version must be refused before it can crash the JVM. */
class NativeLibraryTest {

    @Test
    void nothingInstalledNothingToCheck() {
        assertThatCode(() -> NativeLibrary.check(Map.of(), "2.7.1")).doesNotThrowAnyException();
    }

    @Test
    void declaredVersionMustBeTheBridges() {
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib", "PYTORCH_VERSION", "2.13.0", "PYTORCH_FLAVOR", "cu128");
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("2.13.0").hasMessageContaining("2.7.1");
    }

    @Test
    void versionFileBesideTheLibraryIsBelievedOverTheVariable(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("build-version"), "2.9.0+cu130\n");
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", home.resolve("lib").toString(), "PYTORCH_VERSION", "2.7.1",
                "PYTORCH_FLAVOR", "cu130");
        assertThatThrownBy(() -> NativeLibrary.check(environment, "2.7.1")).hasMessageContaining("2.9.0");
        Files.writeString(home.resolve("build-version"), "2.7.1+cu128\n");
        assertThatCode(() -> NativeLibrary.check(environment, "2.7.1")).doesNotThrowAnyException();
    }

    @Test
    void flavorMustBeSaid() {
        assertThatThrownBy(() -> NativeLibrary.check(Map.of("PYTORCH_LIBRARY_PATH", "/x", "PYTORCH_VERSION", "2.7.1"), "2.7.1"))
                .hasMessageContaining("PYTORCH_FLAVOR");
    }
}
