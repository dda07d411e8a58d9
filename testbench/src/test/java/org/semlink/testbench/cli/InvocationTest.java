// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.semlink.testbench.Semlink;
import picocli.CommandLine;

class InvocationTest {

    private static String of(String[] typed, String... more) {
        CommandLine line = Semlink.commandLine();
        line.parseArgs(typed);
        return Invocation.of(line.getSubcommands().get("link").getCommandSpec(), more);
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
}
