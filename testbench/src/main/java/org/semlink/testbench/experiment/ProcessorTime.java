// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.testbench.line.AirPass;
import org.semlink.testbench.line.Stopwatch;

/**
 * What the processor time of a sweep's jobs went into, in seconds by purpose.
 *
 * <p>The work is the link: {@value #RADIO} (waveforms and simulated channels) and {@value #NETWORKS} (codec, denoiser, and the decoding of what
 * results are held against). All else is the testbench's own, quality metrics included. Java's threads beside the jobs (start, compilation,
 * garbage collection) are counted apart: they hardly grow with the trials.
 */
final class ProcessorTime {

    static final String MODELS = "models";
    static final String PICTURES = "pictures";
    static final String METRICS = "metrics";
    static final String RECORDS = "records";
    static final String STORE = "store";

    private static final String RADIO = "radio";
    private static final String NETWORKS = "networks";
    private static final String REST = "rest";

    /** Stages of a trial by their purpose; a stage that is not here is one itself. */
    private static final Map<String, String> PURPOSES = Map.of("modulate", RADIO, AirPass.STAGE, RADIO, "demodulate", RADIO, "demap", RADIO, "encode", NETWORKS,
            "expand", NETWORKS, "denoise", NETWORKS, "decode", NETWORKS, Stopwatch.COMPARE, NETWORKS, "hash", PICTURES);

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private double jobs;

    ProcessorTime() {
        List.of(RADIO, NETWORKS, MODELS, PICTURES, METRICS, RECORDS, STORE, REST).forEach(purpose -> seconds.put(purpose, 0.0));
    }

    /**
     * Adds what one job did.
     *
     * @param threadNs of its thread, in all
     * @param stageNs  the parts of it that were timed
     */
    void add(long threadNs, Map<String, Long> stageNs) {
        jobs += threadNs / 1e9;
        stageNs.forEach((stage, ns) -> seconds.merge(PURPOSES.getOrDefault(stage, stage), ns / 1e9, Double::sum));
        seconds.merge(REST, (threadNs - stageNs.values().stream().mapToLong(Long::longValue).sum()) / 1e9, Double::sum);
    }

    /** Share of the jobs' time that is not the link's, 0 to 1; 0 where no time was spent. */
    double ownShare() {
        return jobs == 0 ? 0 : 1 - (seconds.get(RADIO) + seconds.get(NETWORKS)) / jobs;
    }

    /** For the store: seconds of processor time by purpose, and Java's own. */
    Map<String, String> provenance() {
        Map<String, String> texts = new LinkedHashMap<>();
        seconds().forEach((purpose, s) -> texts.put("processor_s." + purpose, String.format(Locale.ROOT, "%.3f", s)));
        return texts;
    }

    /** Seconds by purpose, for JSON. */
    Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>(seconds);
        all.put("java", besides());
        return all;
    }

    /** For people, two lines. */
    String text() {
        List<String> own = new ArrayList<>();
        seconds.forEach((purpose, s) -> {
            if (!purpose.equals(RADIO) && !purpose.equals(NETWORKS)) {
                own.add(String.format(Locale.ROOT, "%s %.1f", purpose, percent(s)));
            }
        });
        return String.format(Locale.ROOT, "              %.1f s in jobs: radio %.1f %%, networks %.1f %%, own %.1f %% (%s)%n", jobs,
                percent(seconds.get(RADIO)), percent(seconds.get(NETWORKS)), 100 * ownShare(), String.join(", ", own))
                + String.format(Locale.ROOT, "              %.1f s in Java besides: start, compilation, garbage collection%n", besides());
    }

    private double percent(double part) {
        return jobs == 0 ? 0 : 100 * part / jobs;
    }

    private double besides() {
        return ofProcessNs() / 1e9 - jobs;
    }

    /** Nanoseconds of processor time that the calling thread has used. */
    static long ofThreadNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Nanoseconds of processor time that the process has used, on all processors. */
    static long ofProcessNs() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
