// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.testbench.Semlink;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Completion and manual pages in the real shells and under a real checker, and the examples that all help ends with. */
class ShellTest {

    @TempDir
    private Path folder;

    private static List<CommandSpec> commands() {
        return CommandTree.once(Semlink.commandLine().getCommandSpec());
    }

    static Stream<String> paths() {
        return commands().stream().map(CommandTree::path);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyVerbsHelpHasExamplesThatParse(String path) {
        List<String> examples = CommandTree.examples(command(path));
        assertThat(examples).isNotEmpty();
        assertThat(examples).as("at least one is of this verb").anyMatch(example -> example.startsWith(("semlink " + path).strip()));
        for (String example : examples) {
            String alone = example.replaceFirst("\\s+[>|#].*", "");
            String[] words = alone.split("\\s+");
            assertThat(words[0]).isEqualTo("semlink");
            assertThatCode(() -> Semlink.commandLine().parseArgs(Stream.of(words).skip(1).toArray(String[]::new))).as(alone).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyOptionIsDescribedAndItsValueNamed(String path) {
        CommandTree.options(command(path)).forEach(option -> {
            assertThat(CommandTree.description(option)).as(option.longestName()).isNotEmpty().doesNotContain("${", "\n");
            if (option.arity().max() > 0) {
                assertThat(option.paramLabel()).as(option.longestName()).matches("[A-Z1][A-Za-z0-9_|/=,.:-]*");
            }
        });
        // The script for bash names the values after the label.
        assertThat(CommandTree.options(command(path)).stream().filter(option -> option.completionCandidates() != null).map(ArgSpec::paramLabel))
                .doesNotHaveDuplicates();
    }

    private static CommandSpec command(String path) {
        return commands().stream().filter(command -> CommandTree.path(command).equals(path)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "semlink cali | calibrate", "semlink bench noi | noise-map", "semlink link --samp | --sampler", "semlink link --sampler dpm | dpm++",
        "semlink link --noise-map sca | scalar", "semlink models show ta | taef2", "semlink link --calibration meas | measured.json"})
    void shellsComplete(String typed, String expected) throws Exception {
        Files.createFile(folder.resolve("measured.json"));
        List<String> wrong = new ArrayList<>();
        for (String shell : List.of("bash", "zsh", "fish")) {
            Assumptions.assumeTrue(installed(shell), shell + " is not installed");
            Path script = Files.writeString(folder.resolve("semlink." + shell), semlink("completion", shell));
            String answer = switch (shell) {
                case "bash" -> inBash(script, typed);
                case "zsh" -> inZsh(script, typed);
                default -> run(folder, "fish", "--no-config", "-c", "source " + script + "; complete -C '" + typed + "'");
            };
            if (!answer.contains(expected)) {
                wrong.add(shell + " answers " + answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String inBash(Path script, String typed) throws Exception {
        return run(folder, "bash", "--norc", "-c", "source " + script + "; COMP_WORDS=(" + typed + "); COMP_LINE='" + typed
                + "'; COMP_POINT=${#COMP_LINE}; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_semlink; printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    /** zsh completes in its line editor alone: a pseudo terminal types the words and a tab. */
    private String inZsh(Path script, String typed) throws Exception {
        String talk = """
                zmodload zsh/zpty
                zpty z 'TERM=dumb zsh -f -i'
                zpty -w z 'PS1=; unsetopt zle_bracketed_paste prompt_cr prompt_sp; autoload -U compinit; compinit -u -D; source %s; print rea''dy'
                zpty -r z line '*ready*'
                zpty -w -n z '%s'$'\\t'
                sleep 1
                zpty -w z $'\\x01print -r -- answer: \\x05'
                zpty -r z line '*answer: *semlink*'$'\\n'
                print -r -- $line
                zpty -d z
                """.formatted(script, typed);
        return run(folder, "zsh", "-f", "-c", talk);
    }

    @Test
    void manualPagesPassTheirChecker() throws Exception {
        Assumptions.assumeTrue(installed("mandoc"), "mandoc is not installed");
        Path pages = folder.resolve("man1");
        semlink("man", "--out", pages.toString());
        try (Stream<Path> written = Files.list(pages)) {
            List<Path> all = written.sorted().toList();
            assertThat(all).hasSize(commands().size());
            List<String> command = new ArrayList<>(List.of("mandoc", "-T", "lint", "-W", "warning"));
            all.forEach(page -> command.add(page.toString()));
            assertThat(run(folder, command.toArray(String[]::new))).isEmpty();
        }
        String page = run(folder, "mandoc", "-T", "ascii", pages.resolve("semlink-link.1").toString()).replaceAll(".\b", "");
        assertThat(page).contains("SEMLINK-LINK(1)", "--noise-map MAP", "semlink link --image photo.jpg --radio sim:snr=5 --out result", "130");
    }

    @Test
    void oneManualPageIsPrintedAndAnUnknownOneRefused() {
        assertThat(semlink("man", "bench", "quality")).startsWith(".TH SEMLINK-BENCH-QUALITY 1");
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err, true), "man", "bench", "qualty")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown verb 'bench qualty', did you mean 'bench quality'?");
    }

    private static String semlink(String... args) {
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out, true), new PrintWriter(System.err, true), args)).isZero();
        return out.toString();
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
