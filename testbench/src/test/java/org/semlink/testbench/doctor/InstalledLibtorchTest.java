// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;

/** A libtorch of another version, as a machine has it whose owner updated it: the whole program with that environment. */
class InstalledLibtorchTest {

    @TempDir
    private Path folder;

    /** Its library is no library at all: were it loaded before its version is looked at, the error would be another, or none. */
    @Test
    void anotherVersionEndsInOneLineBeforeItIsLoaded() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.writeString(lib.resolveSibling("build-version"), "2.13.0+cu130\n");
        Files.writeString(lib.resolve("libtorch.so"), "not a library");
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128");
        for (List<String> command : List.of(List.of("link", "--out", folder.resolve("out").toString()), List.of("bench", "model"))) {
            Path log = folder.resolve("log");
            ProcessBuilder builder = new ProcessBuilder(java.util.stream.Stream.concat(java.util.stream.Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx500m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
                    "-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path"), Semlink.class.getName()), command.stream()).toList());
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(log)).startsWith("semlink: the libtorch in " + lib + " is version 2.13.0+cu130, the bridge is made for ")
                    .contains("and would crash; install that version, or compile DJL's bridge for yours as ").hasLineCount(1);
            assertThat(process.exitValue()).isEqualTo(3);
        }
    }
}
