// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench receiver}: every figure that the receiver must reach beside the one measured; exit code 1 if one is missed. */
@Command(name = "receiver", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Detection, false alarms, headers, and the errors of SNR, carrier offset and timing over their Cramer-Rao bounds.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench receiver --frames 5k --noise-samples 200M"})
public final class BenchReceiverCommand implements Callable<Integer> {

    private static final double SAMPLE_RATE_HZ = 2e6;

    /** With so many, chance rarely fails a figure that the receiver reaches. */
    private static final int ENOUGH_FRAMES = 4000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "4000",
            description = "Bursts per measured figure, at least 2 (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--noise-samples", paramLabel = "N", defaultValue = "20000000",
            description = "Samples of noise searched for false alarms (default: ${DEFAULT-VALUE}).")
    private long noiseSamples;

    @Option(names = "--waveform", completionCandidates = Names.OfWaveforms.class, paramLabel = "WAVEFORM", defaultValue = "ofdm",
            description = "ofdm or single-carrier (default: ${DEFAULT-VALUE}).")
    private String waveformName;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print the results as JSON on stdout, and nothing else there.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (frames < 2) {
            throw SemlinkException.input("--frames must be at least 2, got %d", frames);
        }
        if (noiseSamples < 1) {
            throw SemlinkException.input("--noise-samples must be at least 1, got %d", noiseSamples);
        }
        Waveform waveform = Waveforms.of(waveformName, SAMPLE_RATE_HZ);
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.printf(Locale.ROOT, "waveform %s, %d bursts per figure, seed %d%n", waveform.name(), frames, seed);
            out.printf("%-44s %-12s %-10s%n", "figure", "asked", "measured");
        }
        List<Criterion> criteria = new ArrayList<>();
        boolean whole;
        try (Interruption interruption = new Interruption()) {
            whole = interruption.finished(() -> new ReceiverBench(waveform, frames, noiseSamples, seed).run(criterion -> {
                criteria.add(criterion);
                if (!json) {
                    out.println(criterion.line());
                    out.flush();
                }
                interruption.check();
            }));
        }
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(toJson(waveform, criteria)));
        }
        if (!whole) {
            out.flush();
            return Interruption.end(spec.commandLine().getErr(), criteria.size() + " figures were measured; all again", Invocation.of(spec));
        }
        if (!json && frames < ENOUGH_FRAMES && exitCode(criteria) != 0) {
            out.printf("with fewer than %d bursts chance alone fails a figure now and then; run again with more --frames%n", ENOUGH_FRAMES);
        }
        out.flush();
        return exitCode(criteria);
    }

    static int exitCode(List<Criterion> criteria) {
        return criteria.stream().allMatch(Criterion::passed) ? 0 : SemlinkException.Kind.FAILED.exitCode();
    }

    private ObjectNode toJson(Waveform waveform, List<Criterion> criteria) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("waveform", waveform.name()).put("frames", frames)
                .put("noise_samples", noiseSamples).put("seed", seed).put("passed", exitCode(criteria) == 0);
        ArrayNode figures = node.putArray("figures");
        for (Criterion c : criteria) {
            ObjectNode figure = figures.addObject().put("name", c.name()).put("limit", c.atLeast() ? "at least" : "at most")
                    .put("asked", c.asked());
            if (Double.isFinite(c.measured())) {
                figure.put("measured", c.measured());
            } else {
                figure.putNull("measured").put("measured_reason", "too few frames were read");
            }
            figure.put("passed", c.passed()).put("note", c.note());
        }
        return node;
    }
}
