// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;

class StandardOutputTest {

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0, No space left on device, 3", "1, Bad file descriptor, 1", "0, Broken pipe, 0", "1, Relais brisé (pipe), 1"})
    void lostOutputIsAnErrorUnlessTheReaderHasHadEnough(int code, String reason, int ended) {
        StringWriter err = new StringWriter();
        PrintWriter out = new PrintWriter(failing(reason));
        out.println("result");
        assertThat(StandardOutput.ended(code, out, failing(reason), new PrintWriter(err))).isEqualTo(ended);
        if (reason.contains("pipe")) {
            assertThat(err.toString()).isEmpty();
        } else {
            assertThat(err.toString().lines()).singleElement().asString().startsWith("semlink: what was to be printed is lost (" + reason + "); ");
        }
    }

    /** The command itself, with a device on which there is never space. */
    @Test
    void aFullDeviceIsNoticed() throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "a device that is always full");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Semlink.class.getName(), "sweep", "--schema").redirectOutput(full).start();
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(process.errorReader().lines()).singleElement().asString().startsWith("semlink: what was to be printed is lost (");
    }
}
