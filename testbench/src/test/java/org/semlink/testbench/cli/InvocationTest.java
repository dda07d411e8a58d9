// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine;

class InvocationTest {

    private static String of(String[] typed, String... more) {
        return Invocation.of(parsed(typed), more);
    }

    private static CommandSpec parsed(String... typed) {
        CommandLine line = Semlink.commandLine();
        line.parseArgs(typed);
        return line.getSubcommands().get(typed[0]).getCommandSpec();
    }

    @Test
    void canBeTypedAgain() {
        assertThat(of(new String[] {"link", "--image", "my photo.jpg", "it's.png", "$HOME.png", "--radio", "sim:snr=5,channel=awgn"}, "--overwrite"))
                .isEqualTo("semlink link --image 'my photo.jpg' 'it'\\''s.png' '$HOME.png' --radio sim:snr=5,channel=awgn --overwrite");
    }

    @Test
    void nothingIsSaidTwice() {
        assertThat(of(new String[] {"link", "--overwrite", "--seed", "-3"}, "--overwrite")).isEqualTo("semlink link --overwrite --seed -3");
    }

    /** What stands in a file of arguments need not be said again, and must not: an option goes once. */
    @Test
    void filesOfArgumentsAreOpened(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("args"), "--image\n\"my photo.jpg\"\n--overwrite\n");
        assertThat(of(new String[] {"link", "@" + file, "--out", "@@home"}, "--overwrite"))
                .isEqualTo("semlink link --image 'my photo.jpg' --overwrite --out @@home");
    }

    @Test
    void optionsAreExchanged() {
        CommandSpec sweep = parsed("sweep", "my exp.yaml", "--out", "old", "--fork", "--export", "csv", "parquet", "--jobs=2");
        assertThat(Invocation.without(sweep, Set.of("--out", "--fork", "--jobs"), "--out", "new", "--resume"))
                .isEqualTo("semlink sweep 'my exp.yaml' --export csv parquet --out new --resume");
    }
}
