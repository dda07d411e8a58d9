// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench radio}: samples per second of waveform, receiver and simulated radio. */
@Command(name = "radio", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Throughput of waveform, receiver and simulated radio on one core, in million complex samples per second.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench radio --round-ms 500"})
public final class BenchRadioCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "400",
            description = "Length of each of seven rounds in milliseconds (default: ${DEFAULT-VALUE}).")
    private int roundMs;

    @Option(names = "--waveform", completionCandidates = Names.OfWaveforms.class, paramLabel = "WAVEFORM", defaultValue = "ofdm",
            description = "ofdm, or single-carrier (sc), also with roll-off as in sc:rolloff=0.3 (default: ${DEFAULT-VALUE}).")
    private String waveform;

    @Override
    public Integer call() {
        if (roundMs < 1) {
            throw SemlinkException.input("--round-ms must be at least 1, got %d", roundMs);
        }
        Waveform chosen = Waveforms.of(waveform);
        spec.commandLine().getOut().println(chosen.name()
                + ": million complex samples per second of processor time, one thread, median of seven rounds");
        new RadioSpeed(chosen, Duration.ofMillis(roundMs)).measure().forEach((name, rate) ->
                spec.commandLine().getOut().printf(Locale.ROOT, "%-42s %7.1f%n", name, rate / 1e6));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
