// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.result.SchemaCheck;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

/** Whole sweeps of the model without weights over an ideal-but-noisy radio: 8 trials of 64x64 pixels. */
class SweepCommandTest {

    private static final String EXPERIMENT = """
            name: small
            schemes:
              plain: {model: linear}
              scalar: {model: linear, noise-map: scalar}
            radios: ["sim:ideal"]
            snrs: [0, 10]
            crop: 64
            samples: 1
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int semlink(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Semlink.execute(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), text).toString();
    }

    private List<StoredTrial> stored(Path results) {
        List<StoredTrial> trials = new ArrayList<>();
        try (TrialStore store = TrialStore.openForReading(results)) {
            store.forEach(trials::add);
        }
        return trials;
    }

    @Test
    void storesEveryTrialOnceAndResumesWithNothingLeft() throws Exception {
        String file = write(EXPERIMENT);
        Path results = folder.resolve("results");
        assertThat(semlink("sweep", file, "--out", results.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("4 points x 2 pictures x 1 repetitions: 8").containsPattern("processors +[0-9.]+ of [0-9]+ busy\\n +[0-9.]+ s in jobs: radio [0-9.]+ %");
        List<StoredTrial> first = stored(results);
        assertThat(first).hasSize(8).allMatch(t -> t.status() == Status.DONE && t.attempts() == 1);
        assertThat(first.get(3).axes().keySet()).containsExactly("scheme", "radio", "waveform", "snr_db", "calibration", "picture", "repetition");
        for (StoredTrial trial : first) {
            assertThat(SchemaCheck.faults(new ObjectMapper().readTree(trial.resultJson()))).isEmpty();
            double snrDb = Double.parseDouble(trial.axes().get("snr_db"));
            assertThat(trial.metrics().get("link.true_snr_db")).isEqualTo(snrDb);
            assertThat(trial.metrics().get("link.snr_db")).isBetween(snrDb - 1, snrDb + 1);
        }
        assertThat(results.resolve("samples/0")).isDirectoryContaining("glob:**/{sent.png,received.png,denoised.png,link.json}");
        assertThat(results.resolve("experiment.yaml")).hasContent(EXPERIMENT);
        assertThat(semlink("sweep", file, "--out", results.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("add --resume");
        assertThat(semlink("sweep", file, "--out", results.toString(), "--resume")).isZero();
        assertThat(out.toString()).contains("8 of them").contains("0 trials in").doesNotContain("processors");
        assertThat(stored(results)).isEqualTo(first);
        assertThat(semlink("sweep", file, "--out", results.toString(), "--dry-run")).isZero();
        assertThat(out.toString()).contains("from 8 stored trials").contains("nothing was stored");
    }

    /** A folder of results is exported or checked; what only a run heeds is refused with it, as it would do nothing. */
    @Test
    void aFolderOfResultsIsNotRun() {
        String results = folder.resolve("results").toString();
        TrialWriter.open(Path.of(results)).close();
        for (String options : List.of("--resume", "--fork --resume --jobs 2", "--dry-run --export csv", "--out elsewhere --export csv", "--batch 4", "")) {
            List<String> line = new ArrayList<>(List.of("sweep", results));
            line.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
            assertThat(semlink(line.toArray(String[]::new))).as(options).isEqualTo(2);
            assertThat(out.toString()).isEmpty();
        }
        assertThat(err.toString()).contains("add --export FORMAT or --check FILE");
        semlink("sweep", results, "--fork", "--resume");
        assertThat(err.toString().lines()).containsExactly("semlink: --resume goes with the experiment file, " + results + " is a folder of results; run: "
                + "semlink sweep FILE --out " + results + " --fork");
    }

    @Test
    void resultsDependOnTheExperimentAlone() throws Exception {
        String file = write(EXPERIMENT);
        semlink("sweep", file, "--out", folder.resolve("one").toString(), "--jobs", "1");
        semlink("sweep", file, "--out", folder.resolve("three").toString(), "--jobs", "3");
        List<StoredTrial> one = stored(folder.resolve("one"));
        List<StoredTrial> three = stored(folder.resolve("three"));
        assertThat(one).hasSize(8);
        for (int i = 0; i < one.size(); i++) {
            assertThat(reproducible(one.get(i))).isEqualTo(reproducible(three.get(i)));
        }
    }

    /** Workers that share one model and its calls find what each finds alone. */
    @Test
    void aSharedModelGivesWhatModelsOfTheirOwnGive() throws Exception {
        String file = write("""
                schemes:
                  base: {model: base, device: cpu, sampler: [posterior-mean, ddim]}
                radios: ["sim:ideal"]
                snrs: [5]
                crop: 64
                repetitions: 2
                samples: 0
                """);
        assertThat(semlink("sweep", file, "--out", folder.resolve("own").toString(), "--jobs", "2")).as(err.toString()).isZero();
        assertThat(semlink("sweep", file, "--out", folder.resolve("shared").toString(), "--jobs", "4", "--batch", "3")).as(err.toString()).isZero();
        List<StoredTrial> own = stored(folder.resolve("own"));
        List<StoredTrial> shared = stored(folder.resolve("shared"));
        assertThat(own).hasSize(8);
        for (int i = 0; i < own.size(); i++) {
            assertThat(new ObjectMapper().readTree(shared.get(i).resultJson()).at("/batch").intValue()).isEqualTo(3);
            Map<String, Double> expected = own.get(i).metrics();
            shared.get(i).metrics().forEach((name, value) -> {
                if (!name.startsWith("time_ms.")) {
                    assertThat(value).as(name).isCloseTo(expected.get(name), within(1e-3));
                }
            });
        }
    }

    /** Every number but the times. */
    private static String reproducible(StoredTrial trial) {
        StringBuilder text = new StringBuilder(trial.number() + " " + trial.axes() + " " + trial.seed());
        trial.metrics().forEach((name, value) -> text.append(name.startsWith("time_ms.") ? "" : " " + name + "=" + value));
        return text.toString();
    }

    @Test
    void anEditedExperimentIsRefusedOrForkedWithWhatIsUnchanged() throws Exception {
        Path results = folder.resolve("results");
        semlink("sweep", write(EXPERIMENT), "--out", results.toString());
        String file = write(EXPERIMENT.replace("[0, 10]", "[0, 5, 10]").replace("noise-map: scalar", "noise-map: equalised"));
        assertThat(semlink("sweep", file, "--out", results.toString(), "--resume")).isEqualTo(2);
        assertThat(err.toString()).contains("was edited").contains("snrs was '0 10', is '0 5 10'").contains("--fork");
        assertThat(semlink("sweep", file, "--out", results.toString(), "--fork")).as(err.toString()).isZero();
        // 2 SNRs x 2 pictures of the scheme that is as it was; 5 dB and the other scheme run anew.
        assertThat(out.toString()).contains("4 trials of " + results + " are unchanged").contains("8 trials in");
        assertThat(stored(folder.resolve("results-2"))).hasSize(12);
        assertThat(stored(results)).hasSize(8);
    }

    /** What a radio string names decides results as much as the string does. */
    @Test
    void anEditedProfileOfTheRadioIsRefused() throws Exception {
        Path profile = Files.writeString(folder.resolve("mine.yaml"), "options:\n  ideal: yes\n");
        Path results = folder.resolve("results");
        String file = write(EXPERIMENT.replace("sim:ideal", "sim:profile=" + profile));
        assertThat(semlink("sweep", file, "--out", results.toString())).as(err.toString()).isZero();
        assertThat(semlink("sweep", file, "--out", results.toString(), "--resume")).as(err.toString()).isZero();
        Files.writeString(profile, "options:\n  channel: awgn\n");
        assertThat(semlink("sweep", file, "--out", results.toString(), "--resume")).isEqualTo(2);
        assertThat(err.toString()).contains("was edited").contains("radio file " + profile);
        assertThat(semlink("sweep", file, "--out", results.toString(), "--fork")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("0 trials of " + results + " are unchanged");
    }

    /** As a kill between the first trial and the copy would leave it. */
    @Test
    void aMissingCopyOfTheExperimentIsWrittenAgain() throws Exception {
        String file = write(EXPERIMENT);
        Path results = folder.resolve("results");
        semlink("sweep", file, "--out", results.toString());
        Files.delete(results.resolve("experiment.yaml"));
        assertThat(semlink("sweep", file, "--out", results.toString(), "--resume")).isZero();
        assertThat(results.resolve("experiment.yaml")).hasContent(EXPERIMENT);
    }

    @Test
    void aTrialThatFailsIsStoredWithItsReasonAndTheRestGoesOn() throws Exception {
        String file = write(EXPERIMENT.replace("snrs: [0, 10]\n", "retries: 2\n").replace("[\"sim:ideal\"]",
                "[\"sim:ideal,snr=5\", \"soapy:driver=absent,freq=2.45G\"]"));
        Path results = folder.resolve("results");
        assertThat(semlink("sweep", file, "--out", results.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("4 trials failed, the first because: ").contains("--resume tries them again");
        List<StoredTrial> failed = stored(results).stream().filter(t -> t.status() == Status.FAILED).toList();
        assertThat(failed).hasSize(4).allMatch(t -> t.axes().get("radio").startsWith("soapy") && !t.reason().isBlank() && t.metrics().isEmpty());
        assertThat(stored(results)).hasSize(8);
        int attempts = failed.get(0).attempts();
        semlink("sweep", file, "--out", results.toString(), "--resume");
        assertThat(out.toString()).contains("4 trials in");
        assertThat(stored(results).get((int) failed.get(0).number()).attempts()).isEqualTo(2 * attempts);
    }
}
