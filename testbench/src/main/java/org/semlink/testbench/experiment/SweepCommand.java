// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.check.CheckReport;
import org.semlink.testbench.check.Checks;
import org.semlink.testbench.check.Checks.Check;
import org.semlink.testbench.check.Limits;
import org.semlink.testbench.cli.BatchOption;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.export.Exporter;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.live.Watchable;
import org.semlink.testbench.store.TrialStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink sweep}: runs an experiment, a grid of settings, and keeps every trial. */
@Command(name = "sweep", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Runs an experiment: every combination of schemes, radios, waveforms, SNRs, calibrations and pictures that its YAML file lists. "
                + "Every trial is kept the moment it ends.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink sweep experiment.yaml --dry-run",
            "  semlink sweep experiment.yaml --out results",
            "  semlink sweep experiment.yaml --out results --resume",
            "  semlink sweep results --export csv parquet",
            "  semlink sweep experiment.yaml --check limits.yaml"})
public final class SweepCommand implements Callable<Integer>, Watchable {

    /** What is for a run, and not for the folder of one. */
    private static final List<String> OF_RUNS = List.of("--resume", "--fork", "--dry-run", "--jobs", "--batch", "--out");

    @Parameters(arity = "0..1", paramLabel = "EXPERIMENT", description = "An experiment file, or the folder of one that has run, to export or check it.")
    private Path experiment;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: out/NAME of the experiment")
    private Path out;

    @Option(names = "--dry-run", description = "Show the plan, measure a few trials, and store nothing.")
    private boolean dryRun;

    @Option(names = "--resume", description = "Go on where an earlier run ended; what is done is not repeated, what failed is tried again.")
    private boolean resume;

    @Option(names = "--fork", description = "The experiment was edited: begin DIR-2 (or -3, ...) with the trials that the edit leaves as they were.")
    private boolean fork;

    @Option(names = "--jobs", paramLabel = "N", description = "Trials at once. Default: one for each processor")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--check", paramLabel = "FILE",
            description = "Hold the results against a YAML file of limits: exit code 1 when one is broken; writes check.xml (JUnit) and check.md.")
    private Path check;

    @Option(names = "--export", arity = "1..*", paramLabel = "FORMAT", description = "Write the trials as csv, parquet or compressai, into DIR.")
    private List<String> exports = List.of();

    @Option(names = "--schema", description = "Print the JSON Schema of experiment files, for editors, and do nothing else.")
    private boolean schema;

    @Mixin
    private BatchOption batch;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    private LiveFeed feed = LiveFeed.NONE;

    @Override
    public void watchedBy(LiveFeed watched) {
        feed = watched;
    }

    @Override
    public Integer call() {
        exports.forEach(Exporter.REGISTRY::get);
        batch.check();
        if (schema) {
            spec.commandLine().getOut().print(ExperimentSchema.text());
            spec.commandLine().getOut().flush();
            return 0;
        }
        if (experiment == null) {
            throw SemlinkException.input("sweep needs an experiment file; testbench/src/docs/experiments.md shows one");
        }
        if (jobs < 1 || jobs > 1024) {
            throw SemlinkException.input("--jobs must be 1 to 1024, got %d", jobs);
        }
        Optional<Limits> limits = Optional.ofNullable(check).map(Limits::read);
        if (TrialStore.isIn(experiment)) {
            checkOfFolder();
            finish(experiment, limits, new LinkedHashMap<>(Map.of("folder", experiment.toString())));
            return 0;
        }
        Experiment read = ExperimentFile.read(experiment);
        limits.ifPresent(some -> some.requireIn(new Plan(read).places()));
        return sweep(read, out != null ? out : Path.of("out", read.name()), limits);
    }

    /** Of the folder of a run, options that only a run heeds would be passed over in silence. */
    private void checkOfFolder() {
        OF_RUNS.stream().filter(spec.commandLine().getParseResult()::hasMatchedOption).findFirst().ifPresent(option -> {
            throw SemlinkException.input("%s goes with the experiment file, %s is a folder of results; run: semlink sweep FILE --out %s %s", option, experiment,
                    experiment, fork ? "--fork" : dryRun ? "--dry-run" : "--resume");
        });
        if (exports.isEmpty() && check == null) {
            throw SemlinkException.input("%s is a folder of results, to export or check: add --export FORMAT or --check FILE, or go on with it: "
                    + "semlink sweep FILE --out %s --resume", experiment, experiment);
        }
    }

    private int sweep(Experiment read, Path folder, Optional<Limits> limits) {
        SweepRun.Result result;
        PrintWriter stdout = json.text(spec.commandLine().getOut());
        try (Progress progress = new Progress(common.progress(spec.commandLine().getErr()), feed)) {
            SweepRun run = new SweepRun(read, experiment, Invocation.of(spec), jobs, batch, feed, stdout, spec.commandLine().getErr(), progress);
            if (dryRun) {
                print(run.dry(TrialStore.isIn(folder) ? folder : null));
                return 0;
            }
            try (Interruption interruption = new Interruption()) {
                result = run.run(target(folder), fork ? folder : null, interruption::requested);
                result.figures().put("interrupted", interruption.requested());
                if (interruption.requested()) {
                    print(result.figures());
                    return interrupted(result);
                }
            }
        }
        stdout.printf("Results: %s%n", result.folder());
        stdout.flush();
        finish(result.folder(), limits, result.figures());
        if (result.failed() > 0 && limits.isEmpty()) {
            throw SemlinkException.failed("%d trials failed, the first because: %s; --resume tries them again", result.failed(), result.reason());
        }
        return 0;
    }

    /** Exports and checks what is stored; the end of what is printed. */
    private void finish(Path folder, Optional<Limits> limits, Map<String, Object> figures) {
        PrintWriter stdout = json.text(spec.commandLine().getOut());
        try (TrialStore store = TrialStore.openForReading(folder)) {
            List<Path> files = exports.stream().flatMap(format -> Exporter.REGISTRY.get(format).export(store, folder).stream()).toList();
            files.forEach(file -> stdout.println("Exported: " + file));
            stdout.flush();
            figures.put("exported", files.stream().map(Path::toString).toList());
            List<Check> checks = limits.map(some -> Checks.of(store, some)).orElse(List.of());
            figures.put("checks", checks);
            print(figures);
            if (limits.isPresent()) {
                CheckReport.write(folder, store.provenance().getOrDefault("name", "experiment"), checks);
                List<Check> broken = checks.stream().filter(one -> !one.passed()).toList();
                if (!broken.isEmpty()) {
                    throw SemlinkException.failed("%d of %d checks failed, the first: %s is %s, must be %s; %s has all", broken.size(), checks.size(),
                            broken.get(0).name(), broken.get(0).found(), broken.get(0).rule(), folder.resolve(CheckReport.MARKDOWN));
                }
                stdout.printf("All %d checks passed: %s%n", checks.size(), folder.resolve(CheckReport.MARKDOWN));
                stdout.flush();
            }
        }
    }

    private void print(Map<String, Object> figures) {
        if (json.wanted()) {
            JsonOption.print(spec.commandLine().getOut(), figures);
        }
    }

    private Path target(Path folder) {
        boolean exists = TrialStore.isIn(folder);
        if (fork && !exists) {
            throw SemlinkException.input("--fork goes out from an experiment that has run, %s holds none; drop --fork", folder);
        }
        if (exists && !resume && !fork) {
            throw SemlinkException.input("%s holds results of an experiment; add --resume to go on with it, or choose another folder with --out", folder);
        }
        return fork ? Fork.beside(folder) : folder;
    }

    private int interrupted(SweepRun.Result result) {
        // The same fork again would begin one more folder.
        String command = fork ? Invocation.without(spec, Set.of("--fork", "--out", "--resume"), "--out", result.folder().toString(), "--resume")
                : Invocation.of(spec, "--resume");
        return Interruption.end(spec.commandLine().getErr(), result.done() + " trials are done and kept in " + result.folder() + "; go on with", command);
    }
}
