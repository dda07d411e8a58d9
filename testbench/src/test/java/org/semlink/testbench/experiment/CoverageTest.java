// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.check.Checks;
import org.semlink.testbench.check.Limits;
import org.semlink.testbench.report.Report;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

/** Sweeps that ended early, and what checks and reports say of them. */
class CoverageTest {

    private static final String METRIC = "quality.denoised.psnr_db";
    private static final String GRID = """
            schemes:
              a b: {model: linear, noise-map: [scalar, equalised]}
              plain: {model: linear}
            radios: ["sim:ideal", "sim:channel=awgn"]
            snrs: [0, 10]
            """;

    @TempDir
    Path folder;

    private Experiment experiment(String text) throws IOException {
        return ExperimentFile.read(Files.writeString(folder.resolve("e.yaml"), text));
    }

    /** A store of that experiment with some of its trials. */
    private Path stored(Experiment experiment, LongStream numbers, LongFunction<Status> status) {
        Path results = folder.resolve("results");
        Plan plan = new Plan(experiment);
        try (TrialWriter writer = TrialWriter.open(results)) {
            writer.defineAxes(plan.axes());
            writer.describeExperiment(Provenance.of(experiment, Map.of()));
            numbers.forEach(number -> {
                boolean done = status.apply(number) == Status.DONE;
                writer.put(new StoredTrial(number, plan.trial(number).axes(), 1, status.apply(number), done ? "" : "radio gone", 1,
                        done ? Map.of(METRIC, 20.0 + number % 3) : Map.of(), done ? "{}" : ""));
            });
        }
        return results;
    }

    private List<Checks.Check> checks(Path results, String where) throws IOException {
        Path limits = Files.writeString(folder.resolve("l.yaml"), "limits: [{metric: " + METRIC + ", where: {" + where + "}, at-least: 1}]\n");
        try (TrialStore store = TrialStore.openForReading(results)) {
            return Checks.of(store, Limits.read(limits));
        }
    }

    private static List<String> failures(List<Checks.Check> checks) {
        return checks.stream().filter(check -> !check.passed()).map(check -> check.name() + ": " + check.found()).toList();
    }

    @Test
    void aStoreKnowsItsPlan() throws IOException {
        Experiment experiment = experiment(GRID + "repetitions: 3\n");
        try (TrialStore store = TrialStore.openForReading(stored(experiment, LongStream.range(0, 20), n -> Status.DONE))) {
            Coverage coverage = Coverage.of(store).orElseThrow();
            store.forEach(coverage::add);
            assertThat(coverage.most()).isEqualTo(3 * 2 * 2 * 2 * 3);
            assertThat(coverage.open()).isEqualTo(72 - 20);
            Plan plan = new Plan(experiment);
            assertThat(coverage.points()).hasSize(12).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 12).mapToObj(n -> {
                Map<String, String> axes = new java.util.LinkedHashMap<>(plan.trial(n).axes());
                axes.keySet().removeAll(List.of("picture", "repetition"));
                return axes;
            }).toList());
        }
    }

    @Test
    void aSweepThatEndedEarlyFailsItsChecksAndAWholeOnePasses() throws IOException {
        Experiment experiment = experiment(GRID + "repetitions: 3\n");
        Path results = stored(experiment, LongStream.range(0, 50), n -> Status.DONE);
        assertThat(failures(checks(results, ""))).containsExactly("trials not run: 22 of 72");
        stored(experiment, LongStream.range(50, 72), n -> Status.DONE);
        assertThat(checks(results, "")).hasSize(14).allMatch(Checks.Check::passed);
    }

    @Test
    void pointsWithoutATrialFailWhereALimitAsksOfThem() throws IOException {
        Experiment experiment = experiment("schemes: {plain: {model: linear}}\nradios: ['sim:ideal']\nsnrs: [0, 5, 10]\n");
        Path results = stored(experiment, LongStream.of(0, 1, 3, 4), n -> Status.DONE);
        assertThat(failures(checks(results, ""))).containsExactly(METRIC + " at snr_db=10: no trial", "trials not run: 2 of 6");
        assertThat(failures(checks(results, "snr_db: 10"))).containsExactly(METRIC + " at snr_db=10: no trial", "trials not run: 2 of 6");
        assertThat(failures(checks(results, "snr_db: 5"))).containsExactly("trials not run: 2 of 6");
    }

    /** The rule holds for the first point after ten trials; the second has run ten of thirty-four and must go on. */
    @Test
    void theStoppingRuleSaysWhatIsOpen() throws IOException {
        Experiment experiment = experiment("schemes: {plain: {model: linear}}\nradios: ['sim:ideal']\nsnrs: [0, 10]\n"
                + "stop: {half-width: 5, at-least: 10, at-most: 34}\n");
        Path results = stored(experiment, LongStream.range(0, 20), n -> Status.DONE);
        assertThat(failures(checks(results, ""))).isEmpty();
        try (TrialWriter writer = TrialWriter.open(results)) {
            for (int i = 0; i < 10; i++) {
                long number = 2 * i + 1;
                writer.put(new StoredTrial(number, new Plan(experiment).trial(number).axes(), 1, Status.DONE, "", 1,
                        Map.of(METRIC, 20.0 + 20 * (i % 2)), "{}"));
            }
        }
        assertThat(failures(checks(results, ""))).containsExactly("trials not run: at least 10, as the stopping rule looks at whole blocks");
    }

    @Test
    void failedTrialsHaveRun() throws IOException {
        Experiment experiment = experiment("schemes: {plain: {model: linear}}\nradios: ['sim:ideal']\nsnrs: [0, 10]\n");
        Path results = stored(experiment, LongStream.range(0, 4), n -> n == 0 ? Status.FAILED : Status.DONE);
        assertThat(failures(checks(results, ""))).containsExactly("failed trials: 1");
    }

    @Test
    void aReportSaysHowMuchOfThePlanHasRun() throws IOException {
        Experiment experiment = experiment(GRID + "repetitions: 100\n");
        String early = Report.of(stored(experiment, LongStream.range(0, 234), n -> Status.DONE)).html();
        assertThat(early).contains("<dd>234 of 2,400<small>2,166 have not run, none failed</small>", "2,166 of 2,400 trials of the plan have not run yet");
        String whole = Report.of(stored(experiment, LongStream.range(234, 2400), n -> Status.DONE)).html();
        assertThat(whole).contains("<dd>2,400<small>all have run, none failed</small>").doesNotContain("have not run");
    }

    @Test
    void aSchemeWhoseTrialsAllFailedStaysOnThePageWithItsPlace() throws IOException {
        Experiment experiment = experiment("schemes: {good: {model: linear}, bad: {model: linear}}\nradios: ['sim:ideal']\nsnrs: [0, 10]\n");
        String html = Report.of(stored(experiment, LongStream.range(0, 8), n -> n % 4 < 2 ? Status.DONE : Status.FAILED)).html();
        assertThat(html).contains("<dd>4 of 8<small>all have run, 4 failed, see What is missing</small>");
        String same = html.lines().filter(line -> line.contains("The same in all trials")).findFirst().orElseThrow();
        assertThat(same).contains("radio").doesNotContain("scheme");
        assertThat(section(html, "table")).contains("<td>bad</td>").contains(">0 <small>2 failed</small>");
        assertThat(section(html, "missing")).containsSubsequence("scheme</th>", "SNR, dB</th>", "<td>bad</td>", "data-v=\"10.0\"", "radio gone");
    }

    private static String section(String html, String id) {
        return html.substring(html.indexOf("<section id=\"" + id + "\"")).split("</section>")[0];
    }
}
