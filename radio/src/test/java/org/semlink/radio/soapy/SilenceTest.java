// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a process ends while its transmitter runs, the device hears that it must be silent, exactly once. */
class SilenceTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    @ParameterizedTest(name = "ends by {0}")
    @CsvSource({"exit, 7", "throw, 1", "INT, 130", "TERM, 143", "HUP, 129"})
    void theTransmitterIsSilenced(String way, int exitCode) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = LoopbackModule.command(EndlessSender.class, List.of(way), "-Xmx64m");
        builder.environment().put("LOOPBACK_LOG", log.toString());
        Process process = builder.start();
        try {
            BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
            // Newer Java warns of native access first.
            assertThat(said.lines().takeWhile(line -> !line.startsWith("Exception")).anyMatch("sending"::equals)).isTrue();
            if (exitCode > 7) {
                new ProcessBuilder("kill", "-" + way, "" + process.pid()).start().waitFor();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).isEqualTo(exitCode);
            assertThat(Files.readAllLines(log)).containsSubsequence("make", "activate TX", "deactivate TX", "close TX", "unmake")
                    .containsOnlyOnce("deactivate TX", "close TX", "close RX", "unmake");
        } finally {
            process.destroyForcibly();
        }
    }
}
