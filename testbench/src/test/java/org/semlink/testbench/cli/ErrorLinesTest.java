// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;
import picocli.CommandLine;

/** Slips on the command line: one line on stderr, exit code 2, nothing on stdout. */
class ErrorLinesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lnik | unknown verb 'lnik', did you mean 'link'?; known: link, transmit",
        "lnik --help | unknown verb 'lnik', did you mean 'link'?; known: link, transmit",
        "--help lnik | unknown verb 'lnik', did you mean 'link'?",
        "models shw --help | unknown verb 'shw', did you mean 'show'?; known: fetch, list, show, verify; see 'semlink models --help'",
        "link --sede 3 | --sede"})
    void aSlipIsAnsweredWithTheNearestWord(String command, String expected) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), command.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().startsWith("semlink: ").contains(expected);
    }

    @Test
    void aBugAroundAVerbIsOneLineToo() {
        StringWriter err = new StringWriter();
        CommandLine line = Semlink.commandLine().setErr(new PrintWriter(err)).setExecutionStrategy(parsed -> {
            throw new IndexOutOfBoundsException("fromIndex = -1");
        });
        assertThat(ErrorLines.installOn(line).run("models", "list")).isEqualTo(ErrorLines.BUG);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("semlink: internal error").contains("fromIndex = -1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "models list | linear       ready", "models list --quiet | ''", "models list --json | \"linear\" :", "models list -q --json | \"linear\" :",
        "transmit --model linear --tx file:FOLDER/a.cf32 | transmission 1: testcard, 1 bursts",
        "transmit --quiet --model linear --tx file:FOLDER/b.cf32 | ''",
        "transmit --json --model linear --tx file:FOLDER/c.cf32 | \"seconds_on_air\" : 0.0",
        "bench radio --round 1m --json | \"samples_per_second\" :", "bench radio --round 1m -q | ''"})
    void quietMutesAllButJson(String command, String expected, @TempDir Path folder) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), command.replace("FOLDER", folder.toString()).split(" "))).isZero();
        assertThat(err.toString()).isEmpty();
        if (expected.isEmpty()) {
            assertThat(out.toString()).isEmpty();
        } else {
            assertThat(out.toString()).contains(expected);
        }
        if (command.contains("--json")) {
            assertThat(new ObjectMapper().readTree(out.toString()).isObject()).isTrue();
        }
    }
}
