// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;

/** A machine without fonts, as containers are, by a fontconfig that knows of none: Java throws an error there that nobody catches. */
@EnabledOnOs(OS.LINUX)
class NoFontsTest {

    @TempDir
    private Path folder;

    @Test
    void aLinkEndsInOneLineBeforeItSendsAnything() throws Exception {
        assertThat(output("link", "--model", "linear", "--out", folder.resolve("out").toString())).startsWith("semlink: plots need fontconfig and a font")
                .contains("apt-get install fontconfig").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void theDoctorSaysSo() throws Exception {
        assertThat(output("doctor").lines().toList()).anySatisfy(line -> assertThat(line).matches("missing +fonts +plots need fontconfig.*"));
    }

    private String output(String... command) throws Exception {
        Path log = folder.resolve("log");
        Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?>\n<fontconfig></fontconfig>\n");
        // Java keeps what fontconfig said in the user's home.
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx500m",
                "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dai.djl.offline=true", "-Duser.home=" + folder, "-cp",
                System.getProperty("java.class.path"), Semlink.class.getName()), List.of(command).stream()).toList());
        builder.environment().put("FONTCONFIG_FILE", fonts.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(3);
        return Files.readString(log);
    }
}
