// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Wall time per stage of one trial, in milliseconds; a stage timed twice adds up. Used by one thread. */
public final class Stopwatch {

    /** What no receiver in the field would do: decoding for comparison, and metrics. */
    public static final String COMPARE = "compare";

    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final Consumer<String> onStage;

    /** @param onStage hears the name of each stage as it begins */
    public Stopwatch(Consumer<String> onStage) {
        this.onStage = onStage;
    }

    /** Runs {@code work} and adds its time to {@code stage}. */
    public <T> T time(String stage, Supplier<T> work) {
        onStage.accept(stage);
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            milliseconds.merge(stage, (System.nanoTime() - start) / 1e6, Double::sum);
        }
    }

    /** Milliseconds per stage in order of first use. */
    public Map<String, Double> milliseconds() {
        return Collections.unmodifiableMap(milliseconds);
    }
}
