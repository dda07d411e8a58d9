// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.semlink.common.Registry;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink man}: the manual pages, to read or to install. */
@Command(name = "man", mixinStandardHelpOptions = true, description = "Prints the manual page of a verb, or writes all pages into a folder of man(1).",
        footerHeading = "%nExamples:%n",
        footer = {
            "  semlink man bench quality | man -l -",
            "  semlink man --out ~/.local/share/man/man1   # then: man semlink, man semlink-link"})
public final class ManCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "VERB", arity = "0..*", description = "The verb, such as: bench quality. Default: the command itself")
    private List<String> verb = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Write the pages of all verbs into this folder.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter stdout = spec.commandLine().getOut();
        List<CommandSpec> all = CommandTree.once(spec.root());
        if (out != null) {
            all.forEach(command -> SafeFiles.writeText(out.resolve(ManPage.fileName(command)), ManPage.of(command)));
            stdout.println(all.size() + " pages written into " + out);
        } else {
            String wanted = String.join(" ", verb);
            stdout.print(ManPage.of(all.stream().filter(command -> CommandTree.path(command).equals(wanted)).findFirst()
                    .orElseThrow(() -> unknown(wanted, all.stream().map(CommandTree::path).toList()))));
        }
        stdout.flush();
        return 0;
    }

    private static SemlinkException unknown(String wanted, List<String> paths) {
        return SemlinkException.input("unknown verb '%s'%s; see 'semlink --help'", wanted,
                Registry.nearest(wanted, paths).map(n -> ", did you mean '" + n + "'?").orElse(""));
    }
}
