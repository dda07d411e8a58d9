// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for fish: verbs with what they do, their options, the values that an option is known to take, files where it takes those.
 *
 * <p>One {@code complete} line each, under the condition that the words typed so far lead to that verb.
 */
final class FishCompletion {

    private final CommandSpec root;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(CommandSpec root) {
        this.root = root;
    }

    /** The script. */
    static String of(CommandSpec root) {
        return new FishCompletion(root).script();
    }

    private String script() {
        List<CommandSpec> all = CommandTree.all(root);
        String paths = all.stream().map(CommandTree::path).filter(path -> !path.isEmpty()).map(FishCompletion::quoted).collect(Collectors.joining(" "));
        lines.add("# Completion of " + root.name() + " for fish.");
        lines.add("function __" + root.name() + "_at --description 'Whether the words so far lead to just this verb'");
        lines.add("    set -l at ''");
        lines.add("    for word in (commandline -opc)[2..-1]");
        lines.add("        set -l next (string trim -- \"$at $word\")");
        lines.add("        contains -- $next " + paths + "; and set at $next");
        lines.add("    end");
        lines.add("    test \"$at\" = \"$argv\"");
        lines.add("end");
        lines.add("complete -c " + root.name() + " -f");
        all.forEach(this::command);
        return String.join("\n", lines) + "\n";
    }

    private void command(CommandSpec command) {
        String start = "complete -c " + root.name() + " -n '__" + root.name() + "_at " + CommandTree.path(command) + "'";
        CommandTree.verbs(command).forEach(verb -> lines.add(start + " -a " + verb.name() + " -d " + quoted(CommandTree.description(verb))));
        for (OptionSpec option : CommandTree.options(command)) {
            StringBuilder line = new StringBuilder(start);
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            lines.add(line + (option.arity().max() == 0 ? "" : value(option, " -x", " -r -F")) + " -d " + quoted(CommandTree.description(option)));
        }
        command.positionalParameters().forEach(parameter -> lines.add(start + value(parameter, "", " -F")));
    }

    private static String value(ArgSpec argument, String word, String file) {
        if (argument.completionCandidates() != null) {
            List<String> candidates = new ArrayList<>();
            argument.completionCandidates().forEach(candidates::add);
            return (word.isEmpty() ? "" : word) + " -a " + quoted(String.join(" ", candidates));
        }
        return argument.type() == Path.class || argument.auxiliaryTypes()[0] == Path.class ? file : word;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
