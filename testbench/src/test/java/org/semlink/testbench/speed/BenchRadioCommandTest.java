// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.semlink.testbench.Semlink;

class BenchRadioCommandTest {

    /** How fast is not for a test on a shared machine; that every job really handles samples is. */
    @Test
    void everyJobHandlesSamples() {
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), "bench", "radio", "--round", "1m")).isZero();
        assertThat(out.toString().lines().skip(1)).hasSize(7).allSatisfy(line ->
                assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).as(line).isGreaterThan(0));
    }

    @Test
    void roundsMustLast() {
        StringWriter err = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), "bench", "radio", "--round", "0")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("semlink: --round must be from 1m to 3600 seconds, got 0.0" + System.lineSeparator());
    }
}
