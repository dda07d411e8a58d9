// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Wall time and the thread's processor time per stage of one trial; a stage timed twice adds up. Stages do not lie within each other. Used by
 * one thread.
 */
public final class Stopwatch {

    /** What no receiver in the field would do: decoding for comparison, and metrics. */
    public static final String COMPARE = "compare";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final Map<String, Long> processorNs = new LinkedHashMap<>();
    private final Consumer<String> onStage;

    /** @param onStage hears the name of each stage as it begins */
    public Stopwatch(Consumer<String> onStage) {
        this.onStage = onStage;
    }

    /** Runs {@code work} and adds its time to {@code stage}. */
    public <T> T time(String stage, Supplier<T> work) {
        onStage.accept(stage);
        long start = System.nanoTime();
        long processor = THREADS.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            processorNs.merge(stage, THREADS.getCurrentThreadCpuTime() - processor, Long::sum);
            milliseconds.merge(stage, (System.nanoTime() - start) / 1e6, Double::sum);
        }
    }

    /** Milliseconds per stage in order of first use. */
    public Map<String, Double> milliseconds() {
        return Collections.unmodifiableMap(milliseconds);
    }

    /** Nanoseconds of processor time per stage. */
    public Map<String, Long> processorNs() {
        return Collections.unmodifiableMap(processorNs);
    }
}
