// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;

class TrialStoreTest {

    @TempDir
    Path folder;

    private static StoredTrial trial(long number, String snrDb, Map<String, Double> metrics) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("scheme", "model");
        axes.put("snr_db", snrDb);
        axes.put("picture", "0012");
        return new StoredTrial(number, axes, -3, Status.DONE, "", 1, metrics, "{\"image\":\"0012\"}");
    }

    private List<StoredTrial> all() {
        List<StoredTrial> trials = new ArrayList<>();
        try (TrialStore store = TrialStore.openForReading(folder)) {
            store.forEach(trials::add);
            assertThat(store.count()).isEqualTo(trials.size());
        }
        return trials;
    }

    @Test
    void givesBackWhatWasPutInTheOrderOfNumbers() {
        StoredTrial second = trial(7, "-2.5", Map.of("quality.denoised.psnr_db", 0.1 + 0.2));
        StoredTrial first = trial(3, "10", Map.of("link.cfo_hz", -350.125, "odd \"name\"", 1e-300));
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.put(second);
            writer.put(first);
        }
        assertThat(all()).containsExactly(first, second);
        assertThat(all().get(0).axes().keySet()).containsExactly("scheme", "snr_db", "picture");
    }

    @Test
    void aLaterAttemptTakesThePlaceOfAnEarlierOne() {
        StoredTrial failed = new StoredTrial(1, Map.of("scheme", "model"), 4, Status.FAILED, "radio vanished", 1, Map.of(), "");
        StoredTrial done = new StoredTrial(1, Map.of("scheme", "model"), 4, Status.DONE, "", 2, Map.of("link.detected", 1.0), "{}");
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.put(failed);
            assertThat(all()).containsExactly(failed);
            writer.put(done);
            assertThat(all()).containsExactly(done);
        }
    }

    @Test
    void countsRunsAndKeepsIncidents() {
        for (int i = 1; i <= 2; i++) {
            try (TrialWriter writer = TrialWriter.open(folder)) {
                writer.describeExperiment(Map.of("configuration_sha256", "abc"));
                writer.describeRun(Map.of("host", "h" + i));
                writer.incident("disk full");
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            assertThat(store.provenance()).containsEntry("configuration_sha256", "abc").containsEntry("run.host", "h2").containsEntry("runs", "2");
            assertThat(store.incidents()).hasSize(2).allMatch(line -> line.endsWith(" disk full"));
        }
    }

    /** Whoever looks at results while a sweep runs must not make it fail as it ends. */
    @Test
    void closesWhileAReaderIsInTheMiddle() throws SQLException {
        StoredTrial trial = trial(3, "10", Map.of("link.cfo_hz", -350.125));
        TrialWriter writer = TrialWriter.open(folder);
        writer.put(trial);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("results.db")); Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM trials")) {
            assertThat(rows.next()).isTrue();
            writer.close();
        }
        assertThat(all()).containsExactly(trial);
        TrialWriter.open(folder).close();
        assertThat(folder.resolve("results.db-wal")).doesNotExist();
    }

    @Test
    void refusesASecondWriterButNotAReader() {
        TrialWriter writer = TrialWriter.open(folder);
        assertThatThrownBy(() -> TrialWriter.open(folder)).isInstanceOf(SemlinkException.class).hasMessageContaining("another sweep");
        assertThat(all()).isEmpty();
        writer.close();
        TrialWriter.open(folder).close();
    }

    @Test
    void refusesANewerSchemaAndWhatIsNoStore() throws Exception {
        TrialWriter.open(folder).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("results.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(() -> TrialStore.openForReading(folder)).hasMessageContaining("newer semlink (schema 99");
        assertThatThrownBy(() -> TrialWriter.open(folder)).hasMessageContaining("newer semlink (schema 99");
        assertThatThrownBy(() -> TrialStore.openForReading(folder.resolve("absent"))).hasMessageContaining("no experiment folder");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::all).isInstanceOfSatisfying(SemlinkException.class, e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT))
                .hasMessageStartingWith(folder.resolve("results.db") + ": ").hasMessageContainingAll(parts);
    }

    @Test
    void aDamagedResultIsToldByItsNumberAndCanBeDropped() throws Exception {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.put(trial(3, "10", Map.of()));
            writer.put(trial(7, "10", Map.of()));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("results.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE trials SET result = x'78da00ff' WHERE number = 7");
            assertRefused("the result of trial 7 is damaged", "DELETE FROM trials WHERE number = 7");
            statement.execute("UPDATE trials SET result = x'', status = 'DUNE' WHERE number = 7");
            assertRefused("the result of trial 7 is damaged");
            statement.execute("DELETE FROM trials WHERE number = 7");
        }
        assertThat(all()).hasSize(1);
    }

    /** As a run that was killed leaves a folder which then cannot be written: here a link leads nowhere where the log's index would be. */
    @Test
    void whatCannotBeWrittenIsToBeCopied() throws Exception {
        Path running = folder.resolve("running");
        try (TrialWriter writer = TrialWriter.open(running)) {
            writer.put(trial(3, "10", Map.of()));
            for (String file : List.of("results.db", "results.db-wal")) {
                Files.copy(running.resolve(file), folder.resolve(file));
            }
        }
        Files.createSymbolicLink(folder.resolve("results.db-shm"), folder.resolve("absent/index"));
        assertRefused("[SQLITE_CANTOPEN]", "copy the whole folder to where it can be written");
    }

    @Test
    void aDamagedFileIsToBeReplaced() throws Exception {
        Path file = folder.resolve("results.db");
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.put(trial(3, "10", Map.of()));
        }
        byte[] bytes = Files.readAllBytes(file);
        // All pages but the first, which says where what is.
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x55);
        Files.write(file, bytes);
        assertRefused("[SQLITE_CORRUPT]", "take it from a backup, or move results.db* away");
        Files.writeString(file, "no database".repeat(100));
        assertRefused("[SQLITE_NOTADB]", "take it from a backup, or move results.db* away");
        assertThatThrownBy(() -> TrialWriter.open(folder)).hasMessageContaining("take it from a backup, or move results.db* away");
    }

    @Test
    void aClosedStoreIsOneFileThatCanBeMoved() throws Exception {
        StoredTrial trial = trial(0, "5", Map.of("link.snr_db", 5.1));
        try (TrialWriter writer = TrialWriter.open(folder.resolve("here"))) {
            writer.put(trial);
        }
        try (var files = Files.list(folder.resolve("here"))) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("results.db", "sweep.lock");
        }
        Files.move(folder.resolve("here"), folder.resolve("there"));
        folder = folder.resolve("there");
        assertThat(all()).containsExactly(trial);
    }

    @Test
    void metricsAreTheNumbersOfAResult() throws Exception {
        String json = "{\"schema\":1,\"seed\":5,\"radio\":{\"gain\":3},\"image\":\"a\",\"link\":{\"detected\":true,\"frames\":{\"sent\":4},"
                + "\"true_snr_db\":null,\"true_snr_db_reason\":\"x\"}}";
        assertThat(Metrics.of(new ObjectMapper().readTree(json))).containsExactly(Map.entry("link.detected", 1.0), Map.entry("link.frames.sent", 4.0));
    }
}
