// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

class FigureSectionsTest {

    private static final int WAVEFORMS = FigureSections.MOST_PANELS + 3;

    /** Two schemes and two ratios with each of so many waveforms: a panel for every waveform. */
    @Test
    void figuresOverRateSayWhatTheyLeaveOut(@TempDir Path folder) {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            // The first that varies names the curves, the others the panels.
            writer.defineAxes(List.of("scheme", "waveform", "ratio", "picture"));
            long number = 0;
            for (int waveform = 0; waveform < WAVEFORMS; waveform++) {
                for (String scheme : List.of("a", "b")) {
                    for (int ratio : List.of(12, 48)) {
                        writer.put(new StoredTrial(number++, Map.of("scheme", scheme, "waveform", "w" + waveform, "ratio", "1/" + ratio, "picture", "p"), 1,
                                Status.DONE, "", 1, Map.of(Metric.PAYLOAD_RATIO, 1.0 / ratio, Metric.SNR, 5.0, Quality.PSNR.of(Metric.DENOISED), 20.0), "{}"));
                    }
                }
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            Results results = Results.read(store, List.of());
            FigureSections sections = new FigureSections(new Study(results, Layout.of(results)), new FigureBook());
            assertThat(sections.sections()).filteredOn(section -> section.id().equals("rate")).singleElement()
                    .satisfies(section -> assertThat(section.html()).contains("3 more combinations of axes are not drawn"));
        }
    }
}
