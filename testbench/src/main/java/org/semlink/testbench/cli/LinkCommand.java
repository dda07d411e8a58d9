// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.common.Together;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.calibrate.DriftWatch;
import org.semlink.testbench.calibrate.Ends;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.TrialSpec;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.live.Watchable;
import org.semlink.testbench.result.OutputFolder;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.result.ResultWriter;
import org.semlink.testbench.result.SummaryJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink link}: sends pictures over a radio pair, receives them here, and writes what became of them. */
@Command(name = "link", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Sends pictures over a radio, receives and restores them here, and measures how well it went. "
                + "Without options: two built-in pictures over a simulated radio.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink link",
            "  semlink link --image photo.jpg --radio sim:snr=5 --out result",
            "  semlink link --image a.png b.png --sampler ddim --steps 10 --seed 7",
            "  semlink link --codec jpeg-qpsk --radio sim:snr=8",
            "  semlink link --model linear --json"})
public final class LinkCommand implements Callable<Integer>, Watchable {

    @Option(names = "--image", arity = "1..*", paramLabel = "FILE",
            description = "Pictures to send: PNG, JPEG, BMP, GIF, TIFF or WebP of any size. Default: two built-in pictures")
    private List<Path> images = List.of();

    @Option(names = "--radio", completionCandidates = Names.OfRadios.class, paramLabel = "RADIO", description = "Radio for both directions. Default: ${DEFAULT-VALUE}")
    private String radio = "sim:";

    @Option(names = "--record", paramLabel = "FILE", description = "Also record what is received:%n.sigmf-meta, .cf32, .cs16, .cs8 or .cu8")
    private Path record;

    @Mixin
    private RunOptions options;

    @Mixin
    private BatchOption batch;

    @Mixin
    private JsonOption json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final List<String> warnings = new ArrayList<>();
    private LiveFeed feed = LiveFeed.NONE;

    @Override
    public void watchedBy(LiveFeed live) {
        feed = live;
    }

    @Override
    public Integer call() {
        batch.check();
        Waveform waveform = options.check();
        if (RadioSpec.parse(radio).scheme().equals("file")) {
            throw SemlinkException.input("link sends and listens at once, a recording such as '%s' cannot; give a sim: or soapy: radio, or "
                    + "use 'semlink transmit --tx %<s' and 'semlink receive --rx %<s'", radio);
        }
        // A radio string with a slip is refused before anything is read or loaded.
        try (Interruption interruption = new Interruption();
                Radio opened = RadioStrings.recorded(RadioStrings.open(radio, waveform, options.seed()), record, Optional.empty())) {
            return run(opened, waveform, NamedPicture.read(images), interruption);
        }
    }

    private int run(Radio opened, Waveform waveform, List<NamedPicture> pictures, Interruption interruption) {
        try (OutputFolder folder = OutputFolder.prepare(options.target("link"), options.overwrite());
                Progress progress = new Progress(common.progress(spec.commandLine().getErr()), feed);
                RunOptions.Opened run = options.open(Ends.of(radio, opened.description()), waveform,
                        model -> batch.over(model, pictures.size(), warnings::add), feed, progress)) {
            interruption.orElse(folder::abandon);
            Map<String, ObjectNode> results = runAll(opened, pictures, run, folder.work(), progress, interruption);
            progress.clear();
            if (results.isEmpty()) {
                return Interruption.end(spec.commandLine().getErr(), "no picture was finished and nothing written; again", Invocation.of(spec));
            }
            folder.publish();
            print(results, pictures, run.drift(), folder.target());
            return results.size() == pictures.size() ? 0 : Interruption.end(spec.commandLine().getErr(), results.size() + " of " + pictures.size()
                    + " pictures are finished and kept in " + folder.target() + "; all of them", Invocation.of(spec, "--overwrite"));
        }
    }

    /** The results of all pictures; of an interrupted run those that were finished. */
    private Map<String, ObjectNode> runAll(Radio opened, List<NamedPicture> pictures, RunOptions.Opened run, Path work, Progress progress,
            Interruption interruption) {
        Map<String, ObjectNode> results = new LinkedHashMap<>();
        long lost = 0;
        int group = run.info().model().execution().batch();
        List<TrialResult> restored = List.of();
        for (int i = 0; i < pictures.size() && !interruption.requested(); i++) {
            if (i % group == 0) {
                restored = restored(opened, pictures, i, Math.min(pictures.size(), i + group), run, progress, interruption);
            }
            if (restored.isEmpty()) {
                break;
            }
            NamedPicture picture = pictures.get(i);
            TrialResult result = restored.get(i % group);
            run.drift().heard(result.reception().reassembly().links()).ifPresent(warnings::add);
            progress.say(where(i, pictures) + "writing results");
            ObjectNode node = ResultJson.of(result, run.info());
            ResultWriter.write(pictures.size() == 1 ? work : work.resolve(picture.folder()), result, node);
            results.put(picture.folder(), node);
            feed.count("pictures", results.size());
            feed.count("pictures to come", pictures.size() - results.size());
            lost += result.reception().reassembly().framesExpected() - result.reception().reassembly().framesReceived();
            feed.count("bursts lost", lost);
        }
        if (pictures.size() > 1) {
            ResultWriter.json(work.resolve(OutputFolder.SUMMARY), summary(results, pictures, run.drift()));
        }
        return results;
    }

    /** Pictures {@code from} to {@code to} through the radio one after the other, and restored together; none when interrupted on the way. */
    private List<TrialResult> restored(Radio opened, List<NamedPicture> pictures, int from, int to, RunOptions.Opened run, Progress progress,
            Interruption interruption) {
        List<Supplier<TrialResult>> passed = new ArrayList<>();
        try {
            for (int i = from; i < to; i++) {
                NamedPicture picture = pictures.get(i);
                String where = where(i, pictures);
                TrialSpec trial = new TrialSpec(picture.name(), picture.picture(), i & 0xffff, Seeds.child(options.seed(), "picture", i));
                passed.add(run.info().line().pass(opened, trial, new Stopwatch(stage -> {
                    interruption.check();
                    progress.say(where + stage);
                })));
            }
            return Together.all(passed);
        } catch (RuntimeException e) {
            // Ctrl-C ends the pictures between two stages, or closes hardware at once: neither is an error.
            if (interruption.requested()) {
                return List.of();
            }
            throw e;
        }
    }

    private static String where(int i, List<NamedPicture> pictures) {
        return String.format("picture %d of %d, %s: ", i + 1, pictures.size(), pictures.get(i).name());
    }

    /** That of an interrupted run says what was cut short. */
    private static ObjectNode summary(Map<String, ObjectNode> results, List<NamedPicture> pictures, DriftWatch drift) {
        ObjectNode summary = SummaryJson.of(results);
        drift.write(summary);
        if (results.size() < pictures.size()) {
            ObjectNode interrupted = summary.putObject("interrupted").put("finished", results.size()).put("of", pictures.size());
            ArrayNode left = interrupted.putArray("not_finished");
            pictures.subList(results.size(), pictures.size()).forEach(picture -> left.add(picture.name()));
        }
        return summary;
    }

    private void print(Map<String, ObjectNode> results, List<NamedPicture> pictures, DriftWatch drift, Path target) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (json.wanted()) {
            stdout.print(ResultWriter.text(pictures.size() == 1 ? results.values().iterator().next() : summary(results, pictures, drift)));
        } else {
            stdout.print(ResultTable.of(results.values()));
            results.values().stream().map(r -> r.at("/diffusion/map").textValue()).distinct().filter(map -> !map.startsWith("analytic("))
                    .forEach(map -> stdout.println("Timesteps follow the calibration " + map));
            stdout.println("Results and pictures: " + target);
        }
        results.forEach(this::warn);
        warnings.forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        stdout.flush();
    }

    /** Says what a reader of the table must not miss. */
    private void warn(String name, ObjectNode result) {
        PrintWriter err = spec.commandLine().getErr();
        if (!result.at("/link/detected").booleanValue()) {
            err.printf("warning: %s: no burst arrived, the picture is the codec's idea of nothing%n", name);
        } else if (result.at("/link/impairment_limited").booleanValue()) {
            err.printf("warning: %s: impairment-limited, the noise estimates disagree; see noise_estimates_db%n", name);
        }
        if (result.at("/diffusion/extrapolated").booleanValue()) {
            err.printf("warning: %s: an SNR of %.1f dB lies outside the calibration, whose edge is held on%n", name,
                    result.at("/link/snr_db").doubleValue());
        }
        RadioHarm.of(result).ifPresent(harm -> err.printf("warning: %s: %s%n", name, harm));
        err.flush();
    }
}
