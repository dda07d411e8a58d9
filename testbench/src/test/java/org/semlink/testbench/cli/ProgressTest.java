// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.live.LiveFeed;

/** On a terminal no line is longer than a row; whoever watches elsewhere hears it whole. */
class ProgressTest {

    private static final String CLEAR = "\r\u001b[J";

    private final StringWriter err = new StringWriter();

    @AfterEach
    void noTerminal() {
        System.clearProperty("semlink.terminal");
        System.clearProperty("semlink.columns");
    }

    private Progress on(String columns) {
        System.setProperty("semlink.terminal", "true");
        System.setProperty("semlink.columns", columns);
        return new Progress(new PrintWriter(err), LiveFeed.NONE);
    }

    @ParameterizedTest
    @CsvSource({"40, 39", "200, 150", "'', 79", "0, 79"})
    void aLineStaysInItsRow(String columns, int shown) {
        on(columns).say("x".repeat(150));
        assertThat(err.toString()).isEqualTo(CLEAR + "x".repeat(shown));
    }

    @Test
    void soDoTheLinesOfATable() {
        on("5").show(List.of("1234", "12345"));
        assertThat(err.toString()).isEqualTo(CLEAR + "1234\n1234");
    }
}
