// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.semlink.codec.djl.Compute;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.store.Metrics;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;

/**
 * Runs the trials of an experiment that are not done yet: one workbench a job, each on a thread of its own that computes alone.
 *
 * <p>A trial is stored before its thread takes the next. One that fails is stored with its reason, and the rest goes on.
 */
final class Sweep implements AutoCloseable {

    private final Experiment experiment;
    private final Plan plan;
    private final Path folder;
    private final List<Worker> workers;
    private final Hardware hardware = new Hardware();
    private final SharedModels models;
    private final Map<Long, Integer> attempts = new HashMap<>();

    /** Hears what becomes of the trials; called by the threads that run them. */
    interface Listener {

        /** A trial is stored. */
        void ended(StoredTrial trial);

        /** The store does not take a trial; it is tried again. */
        void trouble(String what);

        /** Something that the reader of the results must know, and the store has noted. */
        void warning(String what);
    }

    /**
     * @param folder of the experiment
     * @param jobs   trials at once
     * @param models for all of them
     * @param date   of the run
     * @param feed   shows what the links do
     */
    Sweep(Experiment experiment, Plan plan, Path folder, int jobs, SharedModels models, String date, LiveFeed feed) {
        this.experiment = experiment;
        this.plan = plan;
        this.folder = folder;
        this.models = models;
        PictureCache pictures = new PictureCache(experiment.crop());
        this.workers = IntStream.range(0, jobs).mapToObj(i -> new Worker("trials-" + i, new Workbench(experiment, hardware, models, pictures, date, feed)))
                .toList();
    }

    /** Loads every model once and holds calibrations against them: what is wrong shows before anything runs. The models by scheme. */
    Map<String, String> prepare() {
        if (experiment.schemes().stream().anyMatch(scheme -> !LoadedModel.LINEAR.equals(scheme.options().get("model")))) {
            Compute.oneThreadPerCaller();
        }
        return workers.get(0).call(bench -> {
            Map<String, String> models = new LinkedHashMap<>();
            for (int point = 0; point < plan.points(); point++) {
                Plan.Trial trial = plan.trial(point);
                models.put(trial.scheme().label(), Provenance.model(bench.prepare(trial)));
            }
            return models;
        });
    }

    /** Runs one trial that is not stored. */
    Workbench.Outcome measure(long number) {
        return workers.get(0).call(bench -> bench.run(plan.trial(number)));
    }

    /** Trials that have failed before are counted on. */
    void failedBefore(StoredTrial trial) {
        attempts.put(trial.number(), trial.attempts());
    }

    /** Runs all that {@code rounds} asks for, until that is nothing or {@code stop} says so. */
    void run(Rounds rounds, PatientWriter writer, Listener listener, BooleanSupplier stop) {
        PrimitiveIterator.OfLong block = rounds.next();
        while (block.hasNext() && !stop.getAsBoolean()) {
            PrimitiveIterator.OfLong numbers = block;
            Worker.all(workers, (bench, failing) -> {
                for (OptionalLong n = take(numbers); n.isPresent() && !stop.getAsBoolean() && !failing.getAsBoolean(); n = take(numbers)) {
                    StoredTrial trial = attempt(bench, n.getAsLong(), writer, listener, stop);
                    bench.time(ProcessorTime.STORE, () -> {
                        writer.put(trial, listener::trouble, stop);
                        return null;
                    });
                    rounds.add(trial, true);
                    listener.ended(trial);
                }
            });
            block = rounds.next();
        }
    }

    private static OptionalLong take(PrimitiveIterator.OfLong numbers) {
        synchronized (numbers) {
            return numbers.hasNext() ? OptionalLong.of(numbers.nextLong()) : OptionalLong.empty();
        }
    }

    private StoredTrial attempt(Workbench bench, long number, PatientWriter writer, Listener listener, BooleanSupplier stop) {
        Plan.Trial trial = plan.trial(number);
        int before = attempts.getOrDefault(number, 0);
        for (int tried = 1; ; tried++) {
            try {
                Workbench.Outcome outcome = bench.run(trial);
                int attempt = before + tried;
                return bench.time(ProcessorTime.RECORDS, () -> {
                    outcome.drift().ifPresent(what -> {
                        writer.note("trial " + number + ": " + what);
                        listener.warning(what);
                    });
                    if (SampleFolder.wants(plan, experiment.samples(), number)) {
                        keepSample(number, outcome, writer);
                    }
                    return new StoredTrial(number, trial.axes(), trial.seed(), Status.DONE, "", attempt, Metrics.of(outcome.result()),
                            outcome.result().toString());
                });
            } catch (RuntimeException | OutOfMemoryError e) {
                boolean outer = e instanceof SemlinkException known && known.kind() == SemlinkException.Kind.ENVIRONMENT;
                if (!outer || tried > experiment.retries() || stop.getAsBoolean()) {
                    return new StoredTrial(number, trial.axes(), trial.seed(), Status.FAILED, reason(e), before + tried, Map.of(), "");
                }
            }
        }
    }

    /** Pictures are a convenience: without room for them the trial still counts. */
    private void keepSample(long number, Workbench.Outcome outcome, PatientWriter writer) {
        try {
            SampleFolder.write(folder, number, outcome.trial());
        } catch (SemlinkException e) {
            writer.note("samples of trial " + number + ": " + e.getMessage());
        }
    }

    private static String reason(Throwable e) {
        String message = e instanceof SemlinkException ? e.getMessage() : e.toString();
        return message.lines().findFirst().orElse("unknown");
    }

    /** What all jobs together have spent so far. */
    ProcessorTime processorTime() {
        ProcessorTime all = new ProcessorTime();
        for (Worker worker : workers) {
            worker.call(bench -> {
                all.add(ProcessorTime.ofThreadNs(), bench.processorNs());
                return null;
            });
        }
        return all;
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        models.close();
        hardware.close();
    }
}
