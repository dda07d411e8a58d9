// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;

/** However a process ends while its transmitter runs, the device hears that it must be silent, exactly once. */
class SilenceTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    private Process start(Path log, String... arguments) throws Exception {
        ProcessBuilder builder = LoopbackModule.command(EndlessSender.class, List.of(arguments), "-Xmx48m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1");
        builder.environment().put("LOOPBACK_LOG", log.toString());
        Process process = builder.start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        // Newer Java warns of native access first.
        assertThat(said.lines().takeWhile(line -> !line.startsWith("Exception")).anyMatch("sending"::equals)).isTrue();
        return process;
    }

    private static void ends(Process process, int exitCode) throws InterruptedException {
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(exitCode);
    }

    @ParameterizedTest(name = "ends by {0}")
    @CsvSource({"exit, 7", "throw, 1", "thread, 1", "memory, 1", "drain, 7", "INT, 130", "TERM, 143", "HUP, 129"})
    void theTransmitterIsSilenced(String way, int exitCode) throws Exception {
        Path log = folder.resolve("log");
        Process process = start(log, way);
        try {
            if (exitCode > 7) {
                new ProcessBuilder("kill", "-" + way, "" + process.pid()).start().waitFor();
            }
            ends(process, exitCode);
            assertThat(Files.readAllLines(log)).containsSubsequence("make", "activate TX", "deactivate TX", "close TX", "unmake")
                    .containsOnlyOnce("deactivate TX", "close TX", "close RX", "unmake");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Nothing of ours runs then: what helps is that every burst has its end in it, and that the system closes the device. */
    @Test
    void twoProcessesCannotShareADeviceAndAKilledOneGivesItBack() throws Exception {
        Path lock = folder.resolve("lock");
        Process process = start(folder.resolve("log"), "KILL", lock.toString());
        try {
            assertThatThrownBy(() -> LoopbackModule.open("second", "lock", lock.toString())).isInstanceOfSatisfying(SemlinkException.class,
                    e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT)).hasMessageContaining("device is busy")
                    .hasMessageNotContaining("\n");
            process.destroyForcibly();
            ends(process, 137);
            assertThat(Files.readAllLines(folder.resolve("log"))).contains("activate TX").doesNotContain("deactivate TX");
            LoopbackModule.open("second", "lock", lock.toString()).close();
        } finally {
            process.destroyForcibly();
        }
    }
}
