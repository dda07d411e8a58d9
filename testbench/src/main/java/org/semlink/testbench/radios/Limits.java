// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.radios;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.semlink.radio.safety.AllowedBand;
import org.semlink.radio.safety.ConfigurationFile;
import org.semlink.radio.safety.TransmitLimits;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink radios limits}: what the user's configuration allows real radios to transmit, and a first file to edit. */
@Command(name = "limits", mixinStandardHelpOptions = true,
        description = "Show what real radios may transmit and where that is written; --write makes a commented first file.",
        footerHeading = "%nExamples:%n", footer = {"  semlink radios limits", "  semlink radios limits --write"})
final class Limits implements Callable<Integer> {

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(names = "--write", description = "Write a commented configuration file that allows nothing yet; never over one that is there.")
    private boolean write;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = json.text(spec.commandLine().getOut());
        ConfigurationFile file = ConfigurationFile.ofUser();
        if (write) {
            file.writeTemplate();
            out.printf("written %s; name the bands that you may use there%n", file.path());
        }
        print(out, file);
        if (json.wanted()) {
            TransmitLimits limits = file.limits();
            JsonOption.print(spec.commandLine().getOut(), Map.of("file", file.path().toString(), "exists", file.exists(), "max_total_s",
                    limits.maxTotal().toNanos() * 1e-9, "over_limit", limits.waits() ? "wait" : "refuse", "allowed",
                    limits.bands().stream().map(AllowedBand::toString).toList()));
        }
        return 0;
    }

    private static void print(PrintWriter out, ConfigurationFile file) {
        TransmitLimits limits = file.limits();
        out.printf("file           %s%s; another with %s=FILE%n", file.path(), file.exists() ? "" : " (not there; --write makes one)",
                ConfigurationFile.VARIABLE);
        out.printf("max-total      %s s on the air in one run%n", seconds(limits.maxTotal()));
        out.printf("over-limit     %s%n", limits.waits() ? "wait" : "refuse");
        for (AllowedBand band : limits.bands()) {
            out.printf("allowed        %s%n", band);
            out.printf("    gain       %s%n", Double.isFinite(band.maxGainDb()) ? "at most " + band.maxGainDb() + " dB" : "not limited");
            out.printf("    duty cycle %s of any %s s, %s s in one go, then a pause of %s s%n", band.dutyCycle(), seconds(limits.window()),
                    seconds(band.maxContinuous()), seconds(limits.pause()));
        }
        if (limits.bands().isEmpty()) {
            out.println("allowed        nothing: real radios receive only");
        }
    }

    private static String seconds(java.time.Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
