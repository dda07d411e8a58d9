// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
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
        footer = {"  semlink bench radio --round 500m"})
public final class BenchRadioCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(names = "--round", paramLabel = "S", defaultValue = "400m",
            description = "Length of each of seven rounds in seconds (default: ${DEFAULT-VALUE}).")
    private double roundS;

    @Option(names = "--waveform", completionCandidates = Names.OfWaveforms.class, paramLabel = "WAVEFORM", defaultValue = "ofdm",
            description = "ofdm, or single-carrier (sc), also with roll-off as in sc:rolloff=0.3 (default: ${DEFAULT-VALUE}).")
    private String waveform;

    @Override
    public Integer call() {
        if (!(roundS >= 1e-3 && roundS <= 3600)) {
            throw SemlinkException.input("--round must be from 1m to 3600 seconds, got %s", roundS);
        }
        Waveform chosen = Waveforms.of(waveform);
        PrintWriter out = json.text(spec.commandLine().getOut());
        out.println(chosen.name() + ": million complex samples per second of processor time, one thread, median of seven rounds");
        Map<String, Double> rates = new LinkedHashMap<>();
        try (Interruption interruption = new Interruption()) {
            boolean whole = interruption.finished(() -> new RadioSpeed(chosen, Duration.ofNanos(Math.round(roundS * 1e9))).measure((name, rate) -> {
                rates.put(name, rate);
                out.printf(Locale.ROOT, "%-42s %7.1f%n", name, rate / 1e6);
                out.flush();
                interruption.check();
            }));
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("waveform", chosen.name(), "samples_per_second", rates));
            }
            return whole ? 0 : Interruption.end(spec.commandLine().getErr(), rates.size() + " rates were measured; all again", Invocation.of(spec));
        }
    }
}
