// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/** How much of what an experiment planned is in its store: a sweep that was interrupted must not pass for a whole one. */
public final class Coverage {

    private final Experiment experiment;
    private final Plan plan;
    private final Rounds rounds;
    private final List<Map<String, String>> points = new ArrayList<>();

    private Coverage(Experiment experiment) {
        this.experiment = experiment;
        this.plan = new Plan(experiment);
        this.rounds = new Rounds(experiment, plan);
        for (int point = 0; point < plan.points(); point++) {
            Map<String, String> axes = new LinkedHashMap<>(plan.trial(point).axes());
            axes.keySet().removeAll(List.of("picture", "repetition"));
            points.add(axes);
        }
    }

    /** Of a store, of whose trials none is counted yet; empty where it does not know its experiment, as one that no sweep wrote. */
    public static Optional<Coverage> of(TrialStore store) {
        return StoredExperiment.of(store.provenance(), store.axes()).map(Coverage::new);
    }

    /** Counts a trial that is stored. One that failed has run: that it failed is told elsewhere. */
    public void add(StoredTrial trial) {
        rounds.add(trial, true);
    }

    /** Trials of the plan; with a stopping rule the most that it may ask for. */
    public long most() {
        return plan.most();
    }

    /** Whether a stopping rule decides how many of {@link #most} are run. */
    public boolean isRuled() {
        return experiment.stop().isPresent();
    }

    /** Trials that have still to run; with a stopping rule those before it looks again, so at least so many. To be asked once, when all are added. */
    public long open() {
        long open = 0;
        for (PrimitiveIterator.OfLong block = rounds.next(); block.hasNext(); block.nextLong()) {
            open++;
        }
        return open;
    }

    /** Every point of the grid by its axes, without picture and repetition. */
    public List<Map<String, String>> points() {
        return Collections.unmodifiableList(points);
    }
}
