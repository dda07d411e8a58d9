// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

class LayoutTest {

    @TempDir
    private Path folder;

    private long number;

    private StoredTrial trial(String scheme, String channels, String snr, double ratio) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("scheme", scheme);
        axes.put("channels", channels);
        axes.put("snr_db", snr);
        axes.put("picture", "p");
        axes.put("repetition", "0");
        return new StoredTrial(number++, axes, 1, Status.DONE, "", 1, Map.of(Metric.PAYLOAD_RATIO, ratio, Metric.SNR, Double.parseDouble(snr)),
                "{\"model\":{\"name\":\"" + scheme + "\"}}");
    }

    private Results grid(List<String> schemes, List<Integer> channels, List<String> snrs) {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            for (String scheme : schemes) {
                for (int c : channels) {
                    for (String snr : snrs) {
                        writer.put(trial(scheme, String.valueOf(c), snr, c / 384.0));
                    }
                }
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            return Results.read(store, List.of());
        }
    }

    @Test
    void fewCurvesShareAFigureAndLieInRisingOrder() {
        Layout layout = Layout.of(grid(List.of("a", "b"), List.of(32, 16), List.of("10", "-5", "5")));
        assertThat(layout.panels()).singleElement().satisfies(panel -> {
            assertThat(panel.series()).extracting(Layout.Series::label).containsExactly("a, channels 32", "a, channels 16", "b, channels 32", "b, channels 16");
            assertThat(panel.series().get(0).cells()).extracting(layout::x).containsExactly(-5.0, 5.0, 10.0);
        });
        assertThat(layout.abscissa()).isEqualTo("SNR (Es/N0), dB");
    }

    @Test
    void manyCurvesAreSplitByAllButTheFirstAxisWithColoursKept() {
        Layout layout = Layout.of(grid(List.of("a", "b"), List.of(4, 8, 16, 32), List.of("0")));
        assertThat(layout.panels()).extracting(Layout.Panel::title).containsExactly("channels 4", "channels 8", "channels 16", "channels 32");
        assertThat(layout.panels()).allSatisfy(panel -> assertThat(panel.series()).extracting(Layout.Series::label, Layout.Series::number)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", 0), org.assertj.core.groups.Tuple.tuple("b", 1)));
    }

    @Test
    void ratesAreAnAbscissaAtThreeLevels() {
        Results results = grid(List.of("a", "b"), List.of(32, 8), List.of("0", "5", "10", "15", "20"));
        Layout layout = Layout.overRates(results);
        assertThat(layout.panels().stream().flatMap(p -> p.series().stream()).toList()).hasSize(6)
                .allSatisfy(series -> assertThat(series.cells()).extracting(layout::x).containsExactly(8 / 384.0, 32 / 384.0));
    }

    /** Without a level axis the abscissa is what was measured, and of lost pictures nothing was. */
    @Test
    void whatWasNeverHeardHasNoPlaceInAFigure() {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            for (String radio : List.of("sim:", "sim:drop=0")) {
                writer.put(new StoredTrial(number++, Map.of("scheme", "a", "radio", radio, "picture", "p"), 1, Status.DONE, "", 1,
                        radio.equals("sim:") ? Map.of(Metric.SNR, 7.0) : Map.of(), "{}"));
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            Layout layout = Layout.of(Results.read(store, List.of()));
            assertThat(layout.panels()).singleElement().satisfies(panel -> assertThat(panel.series()).singleElement()
                    .satisfies(series -> assertThat(series.cells()).extracting(layout::x).containsExactly(7.0)));
            assertThat(layout.unplaced()).isEqualTo(1);
            assertThat(layout.fixed()).containsOnlyKeys("scheme");
        }
    }

    @Test
    void oneRateMakesNoCurve() {
        assertThat(Layout.overRates(grid(List.of("a", "b"), List.of(32), List.of("0", "5"))).panels()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"base, MODEL", "mmse over base, LINEAR", "softcast over base, LINEAR", "jpeg-qpsk, DIGITAL", "webp-ideal, DIGITAL", "djscc, JOINT", "djscc over mine, JOINT",
        "softcasting, MODEL", "mmse improved, MODEL"})
    void schemesAreWhatTheirModelsNamesSay(String model, Kind kind) {
        assertThat(Kind.of(model)).isEqualTo(kind);
    }
}
