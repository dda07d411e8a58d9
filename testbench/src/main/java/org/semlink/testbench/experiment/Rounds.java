// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.semlink.testbench.store.MetricMean;
import org.semlink.testbench.store.StoredTrial;

/**
 * Which trials are still to run, in rounds over the grid; with a stopping rule one block of rounds after the other, where a point takes no
 * further part once the rule holds for it.
 *
 * <p>Every decision looks at whole blocks, so the trials that are run depend on the results alone, not on threads or interruptions. Safe for
 * use by several threads.
 */
final class Rounds {

    private final Experiment experiment;
    private final Plan plan;
    private final BitSet done = new BitSet();
    private final double[][] values;
    private int begun;

    Rounds(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.values = new double[experiment.stop().isPresent() ? plan.points() : 0][];
    }

    /** Takes note of a trial that is stored. */
    synchronized void add(StoredTrial trial, boolean isDone) {
        if (isDone) {
            done.set((int) trial.number());
        }
        experiment.stop().ifPresent(rule -> {
            int point = plan.point(trial.number());
            int index = plan.index(trial.number());
            double[] old = values[point] == null ? new double[0] : values[point];
            if (old.length <= index) {
                double[] longer = Arrays.copyOf(old, Math.min(rule.atMost(), Math.max(index + 1, 2 * old.length)));
                Arrays.fill(longer, old.length, longer.length, Double.NaN);
                values[point] = longer;
            }
            values[point][index] = trial.metrics().getOrDefault(rule.metric(), Double.NaN);
        });
    }

    /** Numbers of stored trials that need not run again. */
    synchronized int doneCount() {
        return done.cardinality();
    }

    /** Numbers of the next block in order of running, without those that are done; empty when nothing is left. To be asked when the last is over. */
    synchronized PrimitiveIterator.OfLong next() {
        while (begun < experiment.mostPerPoint()) {
            int from = begun;
            begun = experiment.stop().map(rule -> Math.min(rule.atMost(), from + rule.atLeast())).orElse(experiment.mostPerPoint());
            BitSet open = new BitSet();
            for (int point = 0; point < plan.points(); point++) {
                open.set(point, from == 0 || !isEnough(point, from));
            }
            if (open.isEmpty()) {
                return LongStream.empty().iterator();
            }
            BitSet before = (BitSet) done.clone();
            PrimitiveIterator.OfLong block = LongStream.range((long) from * plan.points(), (long) begun * plan.points()).map(plan::order)
                    .filter(number -> open.get(plan.point(number)) && !before.get((int) number)).iterator();
            if (block.hasNext()) {
                return block;
            }
        }
        return LongStream.empty().iterator();
    }

    /** Whether the first {@code count} trials of a point know the metric well enough. */
    private boolean isEnough(int point, int count) {
        StopRule rule = experiment.stop().orElseThrow();
        double[] known = values[point] == null ? new double[0] : Arrays.stream(values[point], 0, Math.min(count, values[point].length))
                .filter(v -> !Double.isNaN(v)).toArray();
        return known.length >= 2 && MetricMean.of(rule.metric(), known, rule.confidence()).halfWidth() <= rule.halfWidth();
    }
}
