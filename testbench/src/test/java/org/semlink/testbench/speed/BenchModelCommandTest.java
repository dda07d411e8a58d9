// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;

class BenchModelCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String args) {
        return Semlink.execute(new PrintWriter(out), new PrintWriter(err), ("bench model " + args).split(" "));
    }

    /** How fast is not for a test on a shared machine; what the networks do for a picture of 64x64 can be worked out by hand. */
    @Test
    void countsTheOperationsOfTheNetworks() throws Exception {
        assertThat(bench("--device cpu --size 64x64 --batch 1,2 --round 1m --json")).as(err.toString()).isZero();
        JsonNode result = new ObjectMapper().readTree(out.toString()).at("/results/0");
        assertThat(result.at("/device").textValue()).isEqualTo("cpu");
        assertThat(result.at("/matrix_product_flops_per_s").doubleValue()).isGreaterThan(1e8);
        assertThat(result.at("/networks")).hasSize(4);
        // 64 fine and 16 coarse positions: 12 convolutions of 128 channels and 12 of 160, then in, shrink, grow, merge, out and the embedding.
        double macs = 64 * (12 * 9.0 * 128 * 128 + 9 * 64 * 128 + 256 * 128 + 9 * 128 * 32) + 16 * (12 * 9.0 * 160 * 160 + 9 * 128 * 160 + 160 * 128)
                + 12 * 64 + 64 * 3456.0;
        for (int row = 1; row <= 2; row++) {
            assertThat(result.at("/networks/" + row + "/batch").intValue()).isEqualTo(row);
            assertThat(result.at("/networks/" + row + "/flops_per_picture").doubleValue()).isCloseTo(2 * macs, within(1.0));
            assertThat(result.at("/networks/" + row + "/ms_per_picture").doubleValue()).isGreaterThan(0);
        }
    }

    @Test
    void printsATableAndTheTrainingStep() {
        assertThat(bench("--device cpu --size 16x16 --batch 1 --round 1m --train")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("base on cpu in fp32, pictures of 16x16", "encoder", "denoiser", "decoder",
                "training step of the default denoiser");
    }

    /** Ctrl-C: rows stand as soon as they are measured, and the command that measures all is said. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(120)
    void ctrlCKeepsTheRowsThatWereMeasured() throws Exception {
        String line = "bench model --model linear --device cpu --size 8x8 --batch 1,1,1,1,1,1,1,1 --round 200m";
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx500m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Semlink.class.getName()));
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader out = process.inputReader()) {
            String printed;
            do {
                printed = out.readLine();
                assertThat(printed).isNotNull();
            } while (!printed.startsWith("encoder"));
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
            long more = out.lines().filter(row -> row.startsWith("denoiser")).count();
            assertThat(process.waitFor()).isEqualTo(130);
            // A newer Java may warn of native libraries before.
            assertThat(process.errorReader().lines()).contains("semlink: interrupted; " + (1 + more) + " rows were measured; all again: semlink " + line);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--size 7x64 | 2 | --size must be WIDTHxHEIGHT, both at least 8, got '7x64'",
        "--batch 0 | 2 | --batch must list numbers from 1 to 1024, got [0]",
        "--precision bf16 | 2 | unknown precision 'bf16'",
        "--round 0 | 2 | --round must be",
        "--device gpu:99 | 3 | device gpu:99 was asked for"})
    void wrongUsageIsOneLine(String arguments, int code, String part) {
        assertThat(bench(arguments)).isEqualTo(code);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("semlink: ").contains(part);
    }
}
