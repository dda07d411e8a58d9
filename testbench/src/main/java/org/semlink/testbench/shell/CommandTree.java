// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/** The command with all its verbs, as completion scripts and manual pages are written from: what {@code --help} shows, in its order. */
final class CommandTree {

    private CommandTree() {
    }

    /** The command and, behind it, its visible verbs, theirs and so on. */
    static List<CommandSpec> all(CommandSpec root) {
        List<CommandSpec> all = new ArrayList<>();
        all.add(root);
        verbs(root).forEach(verb -> all.addAll(all(verb)));
        return all;
    }

    /** As {@link #all}, without the verbs that another verb runs: they stand by themselves too. */
    static List<CommandSpec> once(CommandSpec root) {
        Set<Class<?>> byThemselves = verbs(root).stream().map(verb -> verb.userObject().getClass()).collect(Collectors.toSet());
        return all(root).stream().filter(command -> command.parent() == null || command.parent() == root
                || !byThemselves.contains(command.userObject().getClass())).toList();
    }

    static List<CommandSpec> verbs(CommandSpec command) {
        return new LinkedHashSet<>(command.subcommands().values()).stream().map(CommandLine::getCommandSpec).filter(spec -> !spec.usageMessage().hidden())
                .toList();
    }

    /** A verb's words behind the name of the command: {@code bench quality}. */
    static String path(CommandSpec command) {
        return command.parent() == null ? "" : command.qualifiedName().substring(command.root().name().length() + 1);
    }

    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** An argument's description in one line, defaults filled in. */
    static String description(ArgSpec argument) {
        return plain(Stream.of(argument.description()), argument.defaultValueString());
    }

    /** What a command does, in one line. */
    static String description(CommandSpec command) {
        return plain(Stream.of(command.usageMessage().description()), "");
    }

    private static String plain(Stream<String> lines, String defaultValue) {
        return String.join(" ", lines.toList()).replace("${DEFAULT-VALUE}", String.valueOf(defaultValue)).replace("%n", " ").replace("%%", "%").replaceAll("\\R", " ").strip();
    }

    /** The commands that a verb's help shows as examples. */
    static List<String> examples(CommandSpec command) {
        return Stream.of(command.usageMessage().footer()).filter(CommandTree::isExample).map(String::strip).toList();
    }

    /** What stands around the examples. */
    static List<String> notes(CommandSpec command) {
        return Stream.of(command.usageMessage().footer()).filter(line -> !isExample(line)).map(String::strip)
                .filter(line -> !line.isEmpty() && !line.matches("Examples?:")).toList();
    }

    private static boolean isExample(String line) {
        return line.startsWith("  ");
    }
}
