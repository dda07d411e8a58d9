// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Suffixes in numbers of every type, and the numbers that are refused. */
class SiConverterTest {

    private static final class Numbers {
        @Option(names = "--real")
        private double real;
        @Option(names = "--list", split = ",")
        private List<Double> list;
        @Option(names = "--count")
        private int count;
        @Option(names = "--large")
        private Long large;
        @Option(names = "--db", converter = SiConverter.Decibels.class)
        private double db;
    }

    private static Numbers read(String... args) {
        Numbers numbers = new Numbers();
        SiConverter.installOn(new CommandLine(numbers)).parseArgs(args);
        return numbers;
    }

    @Test
    void everyTypeTakesSuffixes() {
        Numbers read = read("--real", "500m", "--list", "2.4G,-3u", "--count", "5k", "--large", "20M", "--db", "-3.5");
        assertThat(read.real).isEqualTo(0.5);
        assertThat(read.list).containsExactly(2.4e9, -3e-6);
        assertThat(read.count).isEqualTo(5000);
        assertThat(read.large).isEqualTo(20_000_000);
        assertThat(read.db).isEqualTo(-3.5);
        assertThat(read("--real", "inf").real).isInfinite();
        assertThat(read("--large", "123456789012345678").large).as("beyond what a double holds").isEqualTo(123456789012345678L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--real | NaN | such as 10", "--real | 5 s | such as 10", "--count | 1.5 | whole number, got '1.5'", "--count | 10m | whole number",
        "--count | 3G | from -2147483647 to 2147483647", "--count | 99999999999 | 2147483647", "--db | 10k | without suffix", "--db | . | must be a number"})
    void theRestIsRefusedWithTheOptionsName(String option, String value, String message) {
        assertThatThrownBy(() -> read(option, value)).isInstanceOf(CommandLine.ParameterException.class).hasMessageContaining(option)
                .hasMessageContaining(message);
    }

    @Test
    void allVerbsHaveThem() {
        assertThat(Semlink.commandLine().parseArgs("bench", "receiver", "--frames", "5k").subcommand().subcommand().matchedOptionValue("--frames", 0))
                .isEqualTo(5000);
    }
}
