// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.testbench.cli.CommonOptions;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink completion SHELL}: the script that teaches a shell the verbs, options and names of this command. */
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Prints the completion script of a shell: verbs, options, names, files.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  semlink completion bash > ~/.local/share/bash-completion/completions/semlink",
            "  semlink completion zsh > ~/.semlink.zsh   # and in ~/.zshrc, behind compinit: source ~/.semlink.zsh",
            "  semlink completion fish > ~/.config/fish/completions/semlink.fish"})
public final class CompletionCommand implements Callable<Integer> {

    /** Shells that can be taught. */
    enum Shell {
        BASH, ZSH, FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        // The script for bash notices zsh and loads what makes it understood there.
        spec.commandLine().getOut().print(shell == Shell.FISH ? FishCompletion.of(root) : AutoComplete.bash(root.name(), root.commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
