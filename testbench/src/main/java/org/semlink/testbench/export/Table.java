// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import java.util.ArrayList;
import java.util.List;
import org.semlink.testbench.store.Metrics;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/** The columns that exports have in common: number, axes, seed, status, reason, attempts, and every metric but the times. */
final class Table {

    /** What a column holds. */
    enum Type { INTEGER, REAL, TEXT }

    /** Takes a column's value of a trial, null where it has none: Long, Double or String. */
    @FunctionalInterface
    interface Value {
        Object of(StoredTrial trial);
    }

    /** A column. */
    record Column(String name, Type type, Value value) {
    }

    private Table() {
    }

    static List<Column> columns(TrialStore store) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("number", Type.INTEGER, StoredTrial::number));
        for (String axis : store.axes()) {
            switch (axis) {
                case "snr_db", "txgain_db" -> columns.add(new Column(axis, Type.REAL, trial -> number(trial.axes().get(axis))));
                case "repetition" -> columns.add(new Column(axis, Type.INTEGER, trial -> Long.valueOf(trial.axes().get(axis))));
                default -> columns.add(new Column(axis, Type.TEXT, trial -> trial.axes().get(axis)));
            }
        }
        columns.add(new Column("seed", Type.INTEGER, StoredTrial::seed));
        columns.add(new Column("status", Type.TEXT, trial -> trial.status().name()));
        columns.add(new Column("reason", Type.TEXT, StoredTrial::reason));
        columns.add(new Column("attempts", Type.INTEGER, trial -> (long) trial.attempts()));
        for (String metric : store.metrics()) {
            if (!metric.startsWith(Metrics.TIMES)) {
                columns.add(new Column(metric, Type.REAL, trial -> trial.metrics().get(metric)));
            }
        }
        return columns;
    }

    private static Double number(String text) {
        return text == null ? null : Double.valueOf(text);
    }
}
