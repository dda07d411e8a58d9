// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.semlink.testbench.cli.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one verb in the macros of man(7), from what {@code --help} shows. */
final class ManPage {

    private static final int SECTION = 1;

    private final CommandSpec command;
    private final StringBuilder text = new StringBuilder();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** File name of the page, as man(1) looks for it: {@code semlink-bench-quality.1}. */
    static String fileName(CommandSpec command) {
        return pageName(command) + "." + SECTION;
    }

    private static String pageName(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** The page's source. */
    static String of(CommandSpec command) {
        return new ManPage(command).page();
    }

    private String page() {
        String description = CommandTree.description(command);
        macro("TH " + pageName(command).toUpperCase(java.util.Locale.ROOT) + " " + SECTION + " " + Version.DATE + " \"semlink " + Version.TEXT + "\" \"semlink\"");
        section("NAME");
        line(pageName(command) + " - " + description.replaceFirst("[.:;](\\s.*)?$", ""));
        section("SYNOPSIS");
        synopsis();
        section("DESCRIPTION");
        line(description);
        arguments();
        verbs();
        exitCodes();
        examples();
        seeAlso();
        return text.toString();
    }

    private void synopsis() {
        text.append("\\fB").append(escaped(command.qualifiedName())).append("\\fR");
        for (OptionSpec option : CommandTree.options(command)) {
            if (option.required()) {
                text.append(' ').append(bold(option.longestName())).append(' ').append(italic(option.paramLabel()));
            }
        }
        text.append(" [").append(italic("OPTIONS")).append(']');
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            text.append(' ').append(italic(parameter.paramLabel()));
        }
        text.append(CommandTree.verbs(command).isEmpty() ? "\n" : " " + italic("VERB") + "\n");
    }

    private void arguments() {
        section("OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            entry(italic(parameter.paramLabel()), CommandTree.description(parameter));
        }
        for (OptionSpec option : CommandTree.options(command)) {
            String names = List.of(option.names()).stream().map(ManPage::bold).collect(Collectors.joining(", "));
            entry(names + (option.arity().max() == 0 ? "" : " " + italic(option.paramLabel())) + (option.isMultiValue() ? "..." : ""),
                    CommandTree.description(option) + (option.required() ? " Required." : ""));
        }
    }

    private void verbs() {
        if (!CommandTree.verbs(command).isEmpty()) {
            section("VERBS");
            CommandTree.verbs(command).forEach(verb -> entry(bold(verb.name()), CommandTree.description(verb)));
        }
    }

    private void exitCodes() {
        Map<String, String> codes = command.root().usageMessage().exitCodeList();
        section("EXIT STATUS");
        codes.forEach((code, meaning) -> entry(bold(code.strip()), meaning));
    }

    private void examples() {
        if (!CommandTree.notes(command).isEmpty()) {
            section("NOTES");
            line(String.join(" ", CommandTree.notes(command)));
        }
        if (!CommandTree.examples(command).isEmpty()) {
            section("EXAMPLES");
            macro("nf");
            CommandTree.examples(command).forEach(this::line);
            macro("fi");
        }
    }

    private void seeAlso() {
        section("SEE ALSO");
        List<CommandSpec> others = new java.util.ArrayList<>(CommandTree.verbs(command));
        if (command.parent() != null) {
            others.add(0, command.parent());
        }
        line(others.isEmpty() ? "README.md of semlink" : "");
        text.append(others.stream().map(other -> bold(pageName(other)) + "(" + SECTION + ")").collect(Collectors.joining(",\n")));
        text.append(others.isEmpty() ? "" : "\n");
    }

    private void section(String name) {
        macro("SH " + (name.contains(" ") ? '"' + name + '"' : name));
    }

    private void entry(String term, String description) {
        macro("TP");
        text.append(term).append('\n');
        line(description);
    }

    private void macro(String macro) {
        text.append('.').append(macro).append('\n');
    }

    private void line(String line) {
        if (!line.isEmpty()) {
            text.append(escaped(line)).append('\n');
        }
    }

    private static String bold(String word) {
        return "\\fB" + escaped(word) + "\\fR";
    }

    private static String italic(String word) {
        return "\\fI" + escaped(word) + "\\fR";
    }

    /** Dashes that can be copied, backslashes, and no line that roff would take for a request. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
