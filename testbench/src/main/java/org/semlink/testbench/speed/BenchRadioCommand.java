// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench radio}: samples per second of waveform, receiver and simulated radio. */
@Command(name = "radio", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Throughput of waveform, receiver and simulated radio on one core, in million complex samples per second.",
        footer = {"", "Example:", "  semlink bench radio --round-ms 500"})
public final class BenchRadioCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "400",
            description = "Length of each of seven rounds in milliseconds (default: ${DEFAULT-VALUE}).")
    private int roundMs;

    @Override
    public Integer call() {
        if (roundMs < 1) {
            throw SemlinkException.input("--round-ms must be at least 1, got %d", roundMs);
        }
        spec.commandLine().getOut().println("million complex samples per second of processor time, one thread, median of seven rounds");
        new RadioSpeed(Duration.ofMillis(roundMs)).measure().forEach((name, rate) ->
                spec.commandLine().getOut().printf(Locale.ROOT, "%-42s %7.1f%n", name, rate / 1e6));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
