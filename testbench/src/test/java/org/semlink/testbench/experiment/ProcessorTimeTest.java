// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.semlink.testbench.line.Stopwatch;

class ProcessorTimeTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsNeitherRadioNorNetworksIsTheTestbenchsOwn() {
        ProcessorTime time = new ProcessorTime();
        time.add(6 * SECOND, Map.of("modulate", SECOND, "denoise", 4 * SECOND, "store", SECOND / 2));
        time.add(4 * SECOND, Map.of("compare", 3 * SECOND, "hash", SECOND / 5));
        assertThat(time.ownShare()).isCloseTo(0.2, within(1e-12));
        assertThat(time.text()).contains("10.0 s in jobs: radio 10.0 %, networks 70.0 %, own 20.0 %").contains("pictures 2.0", "store 5.0", "rest 13.0");
        assertThat(time.provenance()).containsEntry("processor_s.networks", "7.000").containsEntry("processor_s.rest", "1.300");
    }

    /** A thread that sleeps spends wall time alone; one that computes, both. */
    @Test
    void stagesAreTimedByProcessorAndByClock() {
        Stopwatch stopwatch = new Stopwatch(stage -> { });
        stopwatch.time("sleep", () -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        });
        stopwatch.time("compute", () -> {
            long end = ProcessorTime.ofThreadNs() + SECOND / 10;
            while (ProcessorTime.ofThreadNs() < end) {
                Thread.onSpinWait();
            }
            return null;
        });
        assertThat(stopwatch.milliseconds().get("sleep")).isGreaterThan(95);
        assertThat(stopwatch.processorNs().get("sleep")).isLessThan(SECOND / 20);
        assertThat(stopwatch.processorNs().get("compute")).isBetween(SECOND / 10, SECOND / 5);
    }
}
