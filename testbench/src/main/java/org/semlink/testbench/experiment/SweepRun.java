// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.BatchOption;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.store.Metrics;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

/** One run of an experiment: plan, trials, provenance; or only the plan. */
final class SweepRun {

    /** Name of the experiment's copy beside its results. */
    static final String COPY = "experiment.yaml";

    private static final double MEASURE_S = 20;

    private final Experiment experiment;
    private final Plan plan;
    private final Path file;
    private final String command;
    private final int jobs;
    private final BatchOption batch;
    private final LiveFeed feed;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Progress progress;

    SweepRun(Experiment experiment, Path file, String command, int jobs, BatchOption batch, LiveFeed feed, PrintWriter out, PrintWriter err, Progress progress) {
        this.experiment = experiment;
        this.plan = new Plan(experiment);
        this.file = file;
        this.command = command;
        this.jobs = jobs;
        this.batch = batch;
        this.feed = feed;
        this.out = out;
        this.err = err;
        this.progress = progress;
    }

    /**
     * What became of it.
     *
     * @param folder  of the results
     * @param done    stored trials that came to a result
     * @param failed  trials of this run that did not
     * @param reason  of the first of these
     * @param figures the same and what it took, for JSON
     */
    record Result(Path folder, long done, long failed, String reason, Map<String, Object> figures) {
    }

    /** Shows the plan and what it will cost, by what is stored in {@code history} or else by a few trials that are measured now; the figures. */
    Map<String, Object> dry(Path history) {
        Rounds rounds = new Rounds(experiment, plan);
        PlanText.Cost cost = history == null ? null : history(history, rounds);
        out.print(PlanText.grid(experiment, plan, rounds.doneCount()));
        if (cost == null) {
            cost = measured();
        }
        out.print(PlanText.cost(cost, plan, rounds.doneCount(), jobs, atMost()));
        out.println("dry run: nothing was stored");
        out.flush();
        Map<String, Object> figures = figures(rounds.doneCount());
        figures.put("jobs", jobs);
        figures.put("seconds_a_trial", cost.seconds());
        figures.put("bytes_a_trial", cost.bytes());
        figures.put("source", cost.source());
        return figures;
    }

    private Map<String, Object> figures(long done) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("experiment", experiment.name());
        figures.put("trials", plan.most());
        figures.put("done", done);
        return figures;
    }

    private SharedModels models(int workers) {
        return new SharedModels(batch, workers, line -> {
            progress.clear();
            err.println("warning: " + line);
            err.flush();
        });
    }

    private String atMost() {
        return experiment.stop().isPresent() ? "at most " : "";
    }

    /** Each scheme twice, the second time counts, for {@value #MEASURE_S} s at most. */
    private PlanText.Cost measured() {
        try (Sweep sweep = new Sweep(experiment, plan, Path.of(""), 1, models(1), now(), feed)) {
            progress.say("loading models");
            sweep.prepare();
            List<Workbench.Outcome> outcomes = new ArrayList<>();
            double seconds = 0;
            long begin = System.nanoTime();
            int perScheme = plan.points() / experiment.schemes().size();
            for (int i = 0; i < experiment.schemes().size() && (i == 0 || System.nanoTime() - begin < MEASURE_S * 1e9); i++) {
                progress.say("measuring " + experiment.schemes().get(i).label());
                sweep.measure((long) i * perScheme);
                long start = System.nanoTime();
                outcomes.add(sweep.measure((long) i * perScheme));
                seconds += (System.nanoTime() - start) / 1e9;
            }
            progress.clear();
            return PlanText.Cost.of(seconds / outcomes.size(), outcomes, "measured now, one trial of " + outcomes.size() + " of "
                    + experiment.schemes().size() + " schemes");
        }
    }

    /** Takes note of what is stored; what a trial cost, or null where none is done. */
    private PlanText.Cost history(Path folder, Rounds rounds) {
        try (TrialStore store = TrialStore.openForReading(folder)) {
            double[] sums = new double[2];
            store.forEach(trial -> {
                rounds.add(trial, trial.status() == Status.DONE);
                if (trial.status() == Status.DONE) {
                    sums[0]++;
                    trial.metrics().forEach((name, value) -> sums[1] += name.startsWith(Metrics.TIMES) ? value / 1e3 : 0);
                }
            });
            return sums[0] == 0 ? null : new PlanText.Cost(sums[1] / sums[0], store.bytes() / sums[0], String.format(Locale.ROOT,
                    "from %.0f stored trials", sums[0]));
        }
    }

    /**
     * Runs what is not done yet.
     *
     * @param folder of the results, new or to go on with
     * @param forkOf folder whose trials are taken over where the experiment still wants them, or null
     */
    Result run(Path folder, Path forkOf, BooleanSupplier stop) {
        String date = now();
        try (Sweep sweep = new Sweep(experiment, plan, folder, jobs, models(jobs), date, feed)) {
            progress.say("loading models");
            Map<String, String> provenance = Provenance.of(experiment, sweep.prepare());
            boolean goesOn = TrialStore.isIn(folder);
            if (goesOn) {
                refuseIfEdited(folder, provenance);
            }
            try (TrialWriter writer = TrialWriter.open(folder)) {
                writer.defineAxes(plan.axes());
                writer.describeExperiment(provenance);
                writer.describeRun(Provenance.run(command, date, jobs));
                if (!goesOn || !Files.exists(folder.resolve(COPY))) {
                    SafeFiles.writeText(folder.resolve(COPY), ExperimentFile.text(file));
                }
                if (forkOf != null) {
                    takeOver(forkOf, writer, provenance);
                }
                return run(folder, sweep, writer, stop);
            }
        }
    }

    private Result run(Path folder, Sweep sweep, TrialWriter writer, BooleanSupplier stop) {
        Rounds rounds = new Rounds(experiment, plan);
        PlanText.Cost cost = history(folder, rounds, sweep);
        int before = rounds.doneCount();
        progress.clear();
        out.print(PlanText.grid(experiment, plan, before));
        if (cost != null) {
            out.print(PlanText.cost(cost, plan, before, jobs, atMost()));
        }
        out.flush();
        SweepProgress said = new SweepProgress(progress, err, feed, plan.most(), before);
        long processorNs = ProcessorTime.ofProcessNs();
        sweep.run(rounds, new PatientWriter(writer), said, stop);
        progress.clear();
        double seconds = said.seconds();
        double busy = (ProcessorTime.ofProcessNs() - processorNs) / 1e9 / seconds;
        ProcessorTime spent = sweep.processorTime();
        writer.describeRun(Map.of("ended", now(), "trials", String.valueOf(said.ended()), "seconds", String.format(Locale.ROOT, "%.3f", seconds),
                "processors_busy", String.format(Locale.ROOT, "%.3f", busy)));
        writer.describeRun(spent.provenance());
        out.printf(Locale.ROOT, "%d trials in %s%n", said.ended(), PlanText.duration(seconds));
        if (said.ended() > 0) {
            out.printf(Locale.ROOT, "processors    %.2f of %d busy%n%s", busy, Runtime.getRuntime().availableProcessors(), spent.text());
        }
        Map<String, Object> figures = figures(before + said.ended() - said.failed());
        figures.put("folder", folder.toString());
        figures.put("run", said.ended());
        figures.put("failed", said.failed());
        figures.put("seconds", seconds);
        figures.put("processors_busy", busy);
        figures.put("own_share", spent.ownShare());
        figures.put("processor_s", spent.seconds());
        return new Result(folder, before + said.ended() - said.failed(), said.failed(), said.firstReason(), figures);
    }

    private PlanText.Cost history(Path folder, Rounds rounds, Sweep sweep) {
        try (TrialStore store = TrialStore.openForReading(folder)) {
            store.forEach(trial -> {
                if (trial.status() == Status.FAILED) {
                    sweep.failedBefore(trial);
                }
            });
        }
        return history(folder, rounds);
    }

    private void refuseIfEdited(Path folder, Map<String, String> now) {
        try (TrialStore store = TrialStore.openForReading(folder)) {
            Map<String, String> stored = store.provenance();
            // A folder whose first run was ended before it began has no provenance yet.
            List<String> differences = stored.containsKey("configuration_sha256") ? Provenance.differences(stored, now) : List.of();
            if (!differences.isEmpty()) {
                throw SemlinkException.input("%s was edited since %s was begun (%s%s); undo that, or add --fork to begin a new folder with what is unchanged",
                        file, folder, String.join("; ", differences.subList(0, Math.min(3, differences.size()))),
                        differences.size() > 3 ? "; and " + (differences.size() - 3) + " more" : "");
            }
        }
    }

    private void takeOver(Path forkOf, TrialWriter writer, Map<String, String> provenance) {
        try (TrialStore store = TrialStore.openForReading(forkOf)) {
            long copied = new Fork(experiment, plan, provenance).copy(store, writer);
            out.printf("%d trials of %s are unchanged and taken over%n", copied, forkOf);
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
