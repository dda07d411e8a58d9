// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of this process, as it can be typed again. */
public final class Invocation {

    private Invocation() {
    }

    /** It, with {@code more} behind it where that does not stand there already. */
    public static String of(CommandSpec spec, String... more) {
        List<String> words = words(spec);
        for (String word : more) {
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        return text(words);
    }

    /** It without some options and their one value, where they take one, and with {@code more} behind it. */
    public static String without(CommandSpec spec, Set<String> options, String... more) {
        List<String> words = new ArrayList<>();
        for (Iterator<String> typed = words(spec).iterator(); typed.hasNext(); ) {
            String word = typed.next();
            if (!options.contains(word.replaceFirst("=.*", ""))) {
                words.add(word);
            } else if (!word.contains("=") && spec.findOption(word).arity().max() > 0) {
                typed.next();
            }
        }
        words.addAll(List.of(more));
        return text(words);
    }

    /** The arguments, with those of a file in the place of its {@code @FILE}: what stands in there is not to be added once more. */
    private static List<String> words(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().expandedArgs().stream().map(word -> word.startsWith("@") ? "@" + word : word)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String text(List<String> words) {
        return "semlink " + words.stream().map(Invocation::quoted).collect(Collectors.joining(" "));
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[\\w./:=,+@%^-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
