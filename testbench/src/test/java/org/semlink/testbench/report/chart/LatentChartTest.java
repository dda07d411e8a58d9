// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.SvgCanvas;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

class LatentChartTest {

    @TempDir
    private Path folder;

    private Study study(int... denominators) {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            for (int i = 0; i < 2 * denominators.length; i++) {
                int denominator = denominators[i / 2];
                String snr = i % 2 == 0 ? "0" : "10";
                String reason = denominator == 12 ? "{\"effective_snr_db_reason\":\"" + ResultJson.OWN_RATIO + "\"}" : "{}";
                writer.put(new StoredTrial(i, Map.of("scheme", "sem", "ratio", "1/" + denominator, "snr_db", snr, "picture", "p"), 1, Status.DONE, "", 1,
                        Map.of(Metric.PAYLOAD_RATIO, 1.0 / denominator, Metric.TRUE_SNR, Double.parseDouble(snr), Metric.latentError(Metric.DENOISED), -9.0),
                        "{\"model\":{\"name\":\"base\"},\"bandwidth_ratio\":" + reason + "}"));
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            Results results = Results.read(store, List.of());
            return new Study(results, Layout.of(results));
        }
    }

    private static List<Double> bounds(Study study) {
        return study.results().cells().stream().map(cell -> Statistics.leastLatentErrorDb(cell, study.results().shareOfOwnRatio(cell))).toList();
    }

    private static long drawn(Study study) {
        String svg = SvgCanvas.draw(new LatentChart().draw(study, study.layout().panels().get(0)).orElseThrow());
        return Pattern.compile("data bound[^>]*>\\s*<path").matcher(svg).results().count();
    }

    /** A quarter of the symbols: the exponent of (1 + SNR) is a quarter, -0.75 dB at 0 dB and not -3.01. */
    @Test
    void theBoundKnowsHowManySymbolsWereSent() {
        Study study = study(12, 48);
        List<Double> expected = List.of(-3.0103, -10.4139, -3.0103 / 4, -10.4139 / 4);
        for (int i = 0; i < 4; i++) {
            assertThat(bounds(study).get(i)).isCloseTo(expected.get(i), within(1e-3));
        }
        assertThat(drawn(study)).isEqualTo(2);
    }

    @Test
    void whereTheOwnRatioIsNotKnownNoBoundIsDrawn() {
        Study study = study(48);
        assertThat(bounds(study)).containsOnly(Double.NaN);
        assertThat(drawn(study)).isZero();
    }
}
