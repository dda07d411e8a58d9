// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;

/** A libtorch of another version, as a machine has it whose owner updated it, or a broken one: the whole program with that environment. */
class InstalledLibtorchTest {

    @TempDir
    private Path folder;

    /** Its library is no library at all: were it loaded before its version is looked at, the error would be another, or none. */
    @Test
    void anotherVersionEndsInOneLineBeforeItIsLoaded() throws Exception {
        Path lib = libtorch("2.13.0+cu130");
        for (List<String> command : List.of(List.of("link", "--out", folder.resolve("out").toString()), List.of("bench", "model"))) {
            assertThat(output(lib, command)).startsWith("semlink: the libtorch in " + lib + " is version 2.13.0+cu130, the bridge is made for ")
                    .contains("and would crash; install that version, or compile DJL's bridge for yours as ").hasLineCount(1);
        }
    }

    /** Java has lines of its own to say of such a file, before ours. */
    @Test
    void oneThatDoesNotLoadEndsInALineWithTheReason() throws Exception {
        Path lib = libtorch("2.7.1+cu128");
        List<String> lines = output(lib, List.of("bench", "model")).lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("semlink: PyTorch does not load (" + lib.resolve(System.mapLibraryName("torch")));
    }

    /** The lib folder of a libtorch that says it is that version. */
    private Path libtorch(String version) throws Exception {
        Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.writeString(lib.resolveSibling("build-version"), version + "\n");
        Files.writeString(lib.resolve(System.mapLibraryName("torch")), "not a library");
        return lib;
    }

    /** What semlink says with that libtorch before it ends with the environment's exit code. */
    private String output(Path lib, List<String> command) throws Exception {
        Path log = folder.resolve("log");
        // As the launcher does: newer Java warns of native code that it was not told of.
        Stream<String> access = Runtime.version().feature() >= 22 ? Stream.of("--enable-native-access=ALL-UNNAMED") : Stream.empty();
        Stream<String> java = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), access);
        Stream<String> program = Stream.of("-Xmx500m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dai.djl.offline=true", "-cp",
                System.getProperty("java.class.path"), Semlink.class.getName());
        ProcessBuilder builder = new ProcessBuilder(Stream.of(java, program, command.stream()).flatMap(part -> part).toList());
        builder.environment().putAll(Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128"));
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(3);
        return Files.readString(log);
    }
}
