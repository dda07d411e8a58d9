// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

/** Four trials, one of them failed, read back from every format. */
class ExporterTest {

    @TempDir
    Path folder;

    private static StoredTrial trial(long number, String snrDb, String picture, double psnr, double time) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("scheme", "model");
        axes.put("snr_db", snrDb);
        axes.put("picture", picture);
        axes.put("repetition", "0");
        return new StoredTrial(number, axes, 7, Status.DONE, "", 1, Map.of("quality.denoised.psnr_db", psnr, "quality.denoised.ms_ssim", 0.5,
                "bandwidth_ratio.payload", 1 / 12.0, "link.true_snr_db", Double.parseDouble(snrDb), "time_ms.air", time), "{}");
    }

    private static List<StoredTrial> trials(double time) {
        StoredTrial first = trial(0, "10", "a,\"b\".png", 30, time);
        return List.of(first, trial(1, "0", "a,\"b\".png", 20, time), trial(2, "10", "c.png", 31.25, time),
                new StoredTrial(3, first.axes(), 7, Status.FAILED, "radio vanished", 2, Map.of(), ""));
    }

    private void store(Path at, List<StoredTrial> trials) {
        try (TrialWriter writer = TrialWriter.open(at)) {
            writer.defineAxes(List.of("scheme", "snr_db", "picture", "repetition"));
            writer.describeExperiment(Map.of("name", "four"));
            trials.forEach(writer::put);
        }
    }

    private List<Path> export(String format) {
        try (TrialStore store = TrialStore.openForReading(folder)) {
            return Exporter.REGISTRY.get(format).export(store, folder);
        }
    }

    @BeforeEach
    void store() {
        store(folder, trials(5));
    }

    @Test
    void csvHasQuotedTextsAndShortNumbersAndNoTimes() throws Exception {
        assertThat(Files.readString(export("csv").get(0))).isEqualTo("""
                number,scheme,snr_db,picture,repetition,seed,status,reason,attempts,bandwidth_ratio.payload,link.true_snr_db,\
                quality.denoised.psnr_db,quality.denoised.ms_ssim
                0,model,10,"a,""b"".png",0,7,DONE,,1,0.08333333333333333,10,30,0.5
                1,model,0,"a,""b"".png",0,7,DONE,,1,0.08333333333333333,0,20,0.5
                2,model,10,c.png,0,7,DONE,,1,0.08333333333333333,10,31.25,0.5
                3,model,10,"a,""b"".png",0,7,FAILED,radio vanished,2,,,,
                """);
    }

    @Test
    void everyExportIsTheSameWhateverTheOrderAndTheTimes() throws Exception {
        List<StoredTrial> backwards = new ArrayList<>(trials(99));
        java.util.Collections.reverse(backwards);
        Path other = folder.resolve("other");
        store(other, backwards);
        for (String format : Exporter.REGISTRY.names()) {
            try (TrialStore store = TrialStore.openForReading(other)) {
                List<Path> theirs = Exporter.REGISTRY.get(format).export(store, other);
                List<Path> ours = export(format);
                assertThat(ours).hasSameSizeAs(theirs);
                for (int i = 0; i < ours.size(); i++) {
                    assertThat(ours.get(i)).hasSameBinaryContentAs(theirs.get(i));
                }
            }
        }
    }

    @Test
    void parquetHasTypesAndNulls() throws Exception {
        Hydrator<Map<String, Object>, Map<String, Object>, String[]> hydrator = new Hydrator<>() {
            @Override
            public Map<String, Object> start() {
                return new LinkedHashMap<>();
            }

            @Override
            public Map<String, Object> add(Map<String, Object> row, String[] column, Object value) {
                row.put(column[0], value);
                return row;
            }

            @Override
            public Map<String, Object> finish(Map<String, Object> row) {
                return row;
            }
        };
        try (Stream<Map<String, Object>> rows = ParquetReader.streamContent(export("parquet").get(0).toFile(), hydrator)) {
            List<Map<String, Object>> all = rows.toList();
            assertThat(all).hasSize(4);
            assertThat(all.get(2)).containsEntry("number", 2L).containsEntry("snr_db", 10.0).containsEntry("picture", "c.png")
                    .containsEntry("quality.denoised.psnr_db", 31.25);
            assertThat(all.get(3)).containsEntry("reason", "radio vanished").extractingByKey("link.true_snr_db").isNull();
        }
    }

    /** k/n = 1/12 at 0 dB carries 3/12 log2(2) = 0.25 bits a pixel; at 10 dB 0.25 log2(11). */
    @Test
    void compressAiHasCurvesOverTheBitsOfAnIdealCode() throws Exception {
        List<Path> files = export("compressai");
        assertThat(files).containsExactly(folder.resolve("compressai/model.json"));
        JsonNode root = new ObjectMapper().readTree(files.get(0).toFile());
        assertThat(root.get("name").textValue()).isEqualTo("model");
        JsonNode results = root.get("results");
        assertThat(results.get("bpp").get(0).doubleValue()).isCloseTo(0.25, within(1e-12));
        assertThat(results.get("bpp").get(1).doubleValue()).isCloseTo(0.25 * 3.4594316, within(1e-6));
        assertThat(results.get("psnr-rgb")).hasToString("[20.0,30.625]");
        assertThat(results.get("ms-ssim-rgb")).hasToString("[0.5,0.5]");
        assertThat(results.has("lpips")).isFalse();
    }

    @Test
    void curvesWhoseNamesNoFileCanHaveAreKeptApart() throws Exception {
        Path other = folder.resolve("other");
        List<StoredTrial> both = new ArrayList<>();
        for (StoredTrial trial : trials(5).subList(0, 2)) {
            for (String scheme : List.of("α", "β")) {
                Map<String, String> axes = new LinkedHashMap<>(trial.axes());
                axes.put("scheme", scheme);
                both.add(new StoredTrial(both.size(), axes, 7, Status.DONE, "", 1, trial.metrics(), "{}"));
            }
        }
        store(other, both);
        try (TrialStore store = TrialStore.openForReading(other)) {
            List<Path> files = Exporter.REGISTRY.get("compressai").export(store, other);
            assertThat(files).doesNotHaveDuplicates().hasSize(2);
            assertThat(new ObjectMapper().readTree(files.get(0).toFile()).get("name").textValue()).isEqualTo("α");
            assertThat(new ObjectMapper().readTree(files.get(1).toFile()).get("name").textValue()).isEqualTo("β");
        }
    }
}
