// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;

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
}
