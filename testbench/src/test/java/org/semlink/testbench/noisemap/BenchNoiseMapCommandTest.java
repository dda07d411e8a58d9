// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.noisemap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.semlink.testbench.Semlink;

class BenchNoiseMapCommandTest {

    @Test
    void predictionsOfAWireAndOfAMovingChannelAreTrue() {
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), "bench", "noise-map", "--bursts", "3", "--symbols",
                "15360", "--snr", "20", "--link", "channel=awgn", "--link", "channel=rician,doppler=10")).isZero();
        List<String> rows = out.toString().lines().skip(1).toList();
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            String[] columns = row.trim().split("\\s+");
            assertThat(columns[2]).isEqualTo("3/3");
            for (int column = 5; column <= 8; column++) {
                assertThat(Double.parseDouble(columns[column])).as(row).isBetween(-0.3, 0.3);
            }
            // A channel held at its first value would err at -10 dB here.
            assertThat(Double.parseDouble(columns[4])).as(row).isLessThan(-17);
        });
    }

    @Test
    void takesAWaveformWithMidambles() {
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), "bench", "noise-map", "--bursts", "1", "--symbols",
                "28992", "--snr", "20", "--link", "channel=awgn", "--waveform", "ofdm:midamble=8")).isZero();
        assertThat(Double.parseDouble(out.toString().lines().skip(1).findFirst().orElseThrow().trim().split("\\s+")[5])).isBetween(-0.15, 0.15);
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out), new PrintWriter(err), "bench", "noise-map", "--waveform", "ofdm:midamble=7")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(
                "semlink: midamble must be a power of two from 1 to 128, or 0 for none, got 7; 16 suits a channel that moves");
    }

    @Test
    void burstsMustBeSome() {
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), "bench", "noise-map", "--bursts", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("semlink: --bursts must be at least 1");
    }

    /** Ctrl-C: the rows that were measured are printed, and which command measures all. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(120)
    void ctrlCKeepsTheRowsThatWereMeasured() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Semlink.class.getName(), "bench", "noise-map", "--bursts", "5").start();
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            assertThat(out.readLine()).startsWith("AWGN");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
            long more = out.lines().count();
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(process.errorReader().readLine()).isEqualTo("semlink: interrupted; " + (1 + more)
                    + " rows were measured; all again: semlink bench noise-map --bursts 5");
            assertThat(more).isLessThan(47);
        }
    }
}
