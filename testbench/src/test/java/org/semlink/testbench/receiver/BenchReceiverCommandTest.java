// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;

class BenchReceiverCommandTest {

    /** With 60 bursts a deviation is known to 9 %: what is checked is that every figure is there and near what more bursts give. */
    @Test
    void everyFigureIsMeasured() throws Exception {
        StringWriter out = new StringWriter();
        int code = run(out, new StringWriter(), "--frames", "60", "--noise-samples", "4000000", "--json");
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(code).isEqualTo(result.get("passed").booleanValue() ? 0 : 1);
        assertThat(result.get("figures")).hasSize(4 + 8 * 2 + 7 * 2);
        for (JsonNode figure : result.get("figures")) {
            double ratio = figure.get("measured").doubleValue() / figure.get("asked").doubleValue();
            if (figure.get("limit").textValue().equals("at least")) {
                assertThat(ratio).as(figure.toString()).isGreaterThan(0.97);
            } else {
                assertThat(ratio).as(figure.toString()).isLessThan(1.35);
            }
            if (figure.get("name").textValue().contains("over its bound")) {
                assertThat(ratio).as("better than possible: %s", figure).isGreaterThan(0.5);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameTable() {
        StringWriter first = new StringWriter();
        StringWriter second = new StringWriter();
        run(first, new StringWriter(), "--frames", "2", "--noise-samples", "1000", "--seed", "5");
        run(second, new StringWriter(), "--frames", "2", "--noise-samples", "1000", "--seed", "5");
        assertThat(second.toString()).isEqualTo(first.toString()).contains("FAIL", "false alarms");
    }

    /** 1000 samples without an alarm prove no rate of 1e-6. */
    @Test
    void aMissedFigureIsExitCode1() {
        assertThat(run(new StringWriter(), new StringWriter(), "--frames", "2", "--noise-samples", "1000")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 0.9, 0.9, true", "true, 0.9, 0.89, false", "false, 0.9, 0.9, true", "false, 0.9, 0.91, false", "false, 1, NaN, false",
        "true, 1, NaN, false"})
    void aFigureIsReachedOrNot(boolean atLeast, double asked, double measured, boolean passed) {
        Criterion criterion = new Criterion("x", atLeast, asked, measured, "");
        assertThat(criterion.passed()).isEqualTo(passed);
        assertThat(criterion.line()).contains(passed ? "ok" : "FAIL");
        assertThat(BenchReceiverCommand.exitCode(List.of(criterion))).isEqualTo(passed ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"--frames, 1, 2", "--noise-samples, 0, 1"})
    void countsHaveALeast(String option, String value, String least) {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, option, value)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("semlink: " + option + " must be at least " + least + ", got " + value + System.lineSeparator());
    }

    /** White samples of a band that is full: the textbook's closed forms. */
    @Test
    void boundsAreTheTextbooks() {
        int n = 4096;
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        float[] burst = new float[2 * n];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = (float) (Math.sqrt(0.5) * random.nextGaussian());
        }
        EstimationBounds bounds = new EstimationBounds(burst, burst, 1, n);
        assertThat(bounds.cfoRadPerSample(2) / Math.sqrt(6 / (2.0 * n * n * n))).isCloseTo(1, within(0.05));
        assertThat(bounds.timingSamples(2) / Math.sqrt(3 / (2 * Math.PI * Math.PI * n * 2))).isCloseTo(1, within(0.05));
        float[] payload = burst.clone();
        for (int i = 0; i < payload.length; i++) {
            payload[i] = i < n ? burst[i] : -burst[i];
        }
        EstimationBounds half = new EstimationBounds(burst, payload, 1, n);
        assertThat(half.cfoRadPerSample(2) / bounds.cfoRadPerSample(2)).as("half of it known").isCloseTo(Math.sqrt(8), within(0.2));
        // n symbols with the energy of n samples at unit SNR: sqrt(3 / n), and sqrt((2 / 0.8 + 1) / n) where they have but 0.8 of it.
        assertThat(bounds.snrDb(1, 1) * Math.log(10) / 10 / Math.sqrt(3.0 / n)).isCloseTo(1, within(0.02));
        assertThat(bounds.snrDb(1, 0.8) * Math.log(10) / 10 / Math.sqrt(3.5 / n)).isCloseTo(1, within(0.02));
    }

    private static int run(StringWriter out, StringWriter err, String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "bench";
        args[1] = "receiver";
        System.arraycopy(options, 0, args, 2, options.length);
        return Semlink.execute(new PrintWriter(out), new PrintWriter(err), args);
    }
}
