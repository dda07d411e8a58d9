// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of this process, as it can be typed again. */
public final class Invocation {

    private Invocation() {
    }

    /** It, with {@code more} behind it where that does not stand there already. */
    public static String of(CommandSpec spec, String... more) {
        List<String> words = new ArrayList<>(List.of("semlink"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        for (String word : more) {
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        return words.stream().map(Invocation::quoted).collect(Collectors.joining(" "));
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[\\w./:=,+@%^-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
