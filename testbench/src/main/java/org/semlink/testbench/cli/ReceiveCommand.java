// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.calibrate.Ends;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Repeats;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.live.Watchable;
import org.semlink.testbench.result.ReceptionFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink receive}: the receiving half of a link, for as long as there is something to receive. */
@Command(name = "receive", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Receives pictures from a radio or a recording and restores them, until Ctrl-C, the end of the recording, --count or "
                + "--duration. Everything but the model is learned from the bursts.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink receive --rx file:air.sigmf-meta --out received",
            "  semlink receive --rx soapy:driver=rtlsdr,freq=2.45G,gain=30 --duration 60 --record capture.sigmf-meta",
            "  semlink receive --rx soapy:driver=rtlsdr,freq=2.45G,gain=30 --keep 1k --record day.sigmf-meta --record-seconds 600 --record-keep 144",
            "  semlink receive --rx file:capture.cs16,rate=2M --rate 2M --reference photos/ --sampler ddim"})
public final class ReceiveCommand implements Callable<Integer>, Watchable {

    @Option(names = "--rx", completionCandidates = Names.OfOneWayRadios.class, required = true, paramLabel = "RADIO", description = "What to receive from: soapy:... or file:...")
    private String radio;

    @Option(names = "--reference", arity = "1..*", paramLabel = "PICTURE|FOLDER",
            description = "Pictures that may have been sent: those received are found by their content and judged against them.")
    private List<Path> references = List.of();

    @Option(names = "--count", paramLabel = "N", description = "End after N pictures.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--duration", paramLabel = "S", description = "End after S seconds of reception.")
    private double durationS = Double.POSITIVE_INFINITY;

    @Option(names = "--patience", paramLabel = "S",
            description = "Seconds without a burst after which an incomplete picture is given up. Default: ${DEFAULT-VALUE}")
    private double patienceS = 2;

    @Option(names = "--combine",
            description = "Add what comes of a picture to what came of it before ('transmit --repeat'), by maximum ratio: every result is that of all "
                    + "transmissions of it so far.")
    private boolean combine;

    @Option(names = "--keep", paramLabel = "N", description = "Keep the newest N pictures alone, for receptions of days. Default: all")
    private long keep = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print every result as one line of JSON on stdout, and nothing else there.")
    private boolean json;

    @Mixin
    private RunOptions options;

    @Mixin
    private RecordOptions recordOptions;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private LiveFeed feed = LiveFeed.NONE;

    @Override
    public void watchedBy(LiveFeed live) {
        feed = live;
    }

    @Override
    public Integer call() {
        Waveform waveform = options.check();
        recordOptions.check();
        require(count >= 1, "--count must be at least 1, got %s", count);
        require(keep >= 1, "--keep must be at least 1, got %s", keep);
        require(durationS > 0, "--duration must be a positive number of seconds, got %s", durationS);
        require(patienceS > 0, "--patience must be a positive number of seconds, got %s", patienceS);
        try (Interruption interruption = new Interruption(); Radio opened = open(waveform)) {
            References known = References.read(references, this::warn);
            ReceptionFolder folder = ReceptionFolder.prepare(options.target("receive"), options.overwrite(), keep);
            try (Progress progress = new Progress(common.progress(spec.commandLine().getErr()), feed);
                    RunOptions.Opened run = options.open(Ends.receiving(radio, opened.description()), waveform, UnaryOperator.identity(), feed, progress)) {
                PictureReception reception = new PictureReception(opened, run.info(), known, folder, patienceS,
                        combine ? Optional.of(new Repeats()) : Optional.empty(), run.drift(), this::warn);
                opened.beginTrial(options.seed());
                reception.run(count, durationS, interruption, progress, this::print);
                return end(reception, folder, interruption);
            }
        }
    }

    private static void require(boolean held, String rule, Object value) {
        if (!held) {
            throw SemlinkException.input(rule, value);
        }
    }

    private Radio open(Waveform waveform) {
        return recordOptions.recorded(RadioStrings.open(RadioStrings.receiving(radio), waveform, options.seed()));
    }

    private void print(String folder, ObjectNode result) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(json ? result.toString() : PictureReception.lineOf(folder, result));
        stdout.flush();
    }

    private int end(PictureReception reception, ReceptionFolder folder, Interruption interruption) {
        if (!json) {
            PrintWriter stdout = spec.commandLine().getOut();
            reception.totals().forEach(stdout::println);
            stdout.println("Results and pictures: " + folder.target());
            stdout.flush();
        }
        Optional<SemlinkException> fault = reception.fault();
        if (interruption.requested()) {
            return Interruption.end(spec.commandLine().getErr(), "what was received is kept in " + folder.target() + "; goes on with another --out",
                    Invocation.of(spec));
        }
        fault.ifPresent(e -> {
            throw e;
        });
        if (count != Long.MAX_VALUE && folder.pictures() < count) {
            throw SemlinkException.failed("received %d of the %d pictures that --count asks for", folder.pictures(), count);
        }
        return 0;
    }

    private void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + text);
        err.flush();
    }
}
