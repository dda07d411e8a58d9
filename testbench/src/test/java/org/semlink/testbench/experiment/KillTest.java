// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/**
 * A sweep that is killed the hard way ends with the bytes of one that was left alone, however often it was: twice in a build, or as often as
 * {@code -Dsemlink.kills=20} says.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("semlink.kills", 2);
    /** Enough that no kill comes too late; of two pictures at four points. */
    private static final int REPETITIONS = 13 * KILLS;
    private static final long TRIALS = 8L * REPETITIONS;

    private static final String EXPERIMENT = """
            schemes:
              plain: {model: linear}
            radios: ["sim:channel=rayleigh"]
            snrs: [0..30:10]
            crop: 64
            repetitions: %d
            samples: 0
            """.formatted(REPETITIONS);

    @TempDir
    Path folder;

    private Process child(Path file, Path results) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-Xmx500m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                Semlink.class.getName(), "sweep", file.toString(), "--out", results.toString(), "--resume", "--jobs", "2"));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("child.log").toFile()).start();
    }

    private static int semlink(String... args) {
        return Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(System.err), args);
    }

    private static long stored(Path results) {
        try (TrialStore store = TrialStore.openForReading(results)) {
            return store.count();
        } catch (SemlinkException e) {
            return 0;
        }
    }

    @Test
    void killedAndResumedIsTheSameAsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("k.yaml"), EXPERIMENT);
        Path calm = folder.resolve("calm");
        Path hunted = folder.resolve("hunted");
        assertThat(semlink("sweep", file.toString(), "--out", calm.toString(), "--export", "csv")).isZero();
        SplittableRandom random = new SplittableRandom(3);
        for (int kill = 1; kill <= KILLS; kill++) {
            long before = stored(hunted);
            Process child = child(file, hunted);
            while (child.isAlive() && stored(hunted) <= before) {
                Thread.sleep(5);
            }
            child.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
            assertThat(stored(hunted)).as(Files.readString(folder.resolve("child.log"))).isBetween(before + 1, kill == 1 ? TRIALS - 1 : TRIALS);
        }
        assertThat(semlink("sweep", file.toString(), "--out", hunted.toString(), "--resume", "--export", "csv")).isZero();
        assertThat(hunted.resolve("trials.csv")).hasSameBinaryContentAs(calm.resolve("trials.csv"));
        List<StoredTrial> trials = new ArrayList<>();
        try (TrialStore store = TrialStore.openForReading(hunted)) {
            store.forEach(trials::add);
            assertThat(store.provenance()).containsEntry("runs", String.valueOf(KILLS + 1));
        }
        assertThat(trials).hasSize((int) TRIALS).allMatch(trial -> trial.status() == Status.DONE && trial.attempts() == 1);
    }
}
