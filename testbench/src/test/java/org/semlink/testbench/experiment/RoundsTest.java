// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;

class RoundsTest {

    private static final String METRIC = "quality.denoised.psnr_db";

    @TempDir
    Path folder;

    private Experiment experiment(String text) throws Exception {
        return ExperimentFile.read(Files.writeString(folder.resolve("e.yaml"), "schemes: {a: {model: linear}}\nradios: ['sim:ideal']\n" + text));
    }

    private static StoredTrial trial(long number, double value) {
        return new StoredTrial(number, Map.of(), 1, Status.DONE, "", 1, Map.of(METRIC, value), "{}");
    }

    private static List<Long> numbers(PrimitiveIterator.OfLong block) {
        List<Long> numbers = new ArrayList<>();
        block.forEachRemaining((long n) -> numbers.add(n));
        return numbers;
    }

    @Test
    void everyRoundVisitsEveryPointAndAFewInARowLieAllOverTheGrid() throws Exception {
        Experiment experiment = experiment("snrs: [0..99]\nrepetitions: 2\n");
        Plan plan = new Plan(experiment);
        List<Long> order = numbers(new Rounds(experiment, plan).next());
        assertThat(order).hasSize(400).doesNotHaveDuplicates();
        for (int round = 0; round < 4; round++) {
            Set<Integer> points = new HashSet<>();
            order.subList(100 * round, 100 * round + 100).forEach(n -> points.add(plan.point(n)));
            assertThat(points).hasSize(100);
        }
        boolean[] quarters = new boolean[4];
        order.subList(0, 8).forEach(n -> quarters[plan.point(n) / 25] = true);
        assertThat(quarters).containsOnly(true);
    }

    @Test
    void whatIsDoneDoesNotComeAgain() throws Exception {
        Experiment experiment = experiment("snrs: [0..4]\n");
        Plan plan = new Plan(experiment);
        Rounds rounds = new Rounds(experiment, plan);
        rounds.add(trial(3, 1), true);
        rounds.add(trial(8, 1), true);
        rounds.add(new StoredTrial(5, Map.of(), 1, Status.FAILED, "x", 1, Map.of(), ""), false);
        assertThat(numbers(rounds.next())).containsExactlyInAnyOrder(0L, 1L, 2L, 4L, 5L, 6L, 7L, 9L);
        assertThat(numbers(rounds.next())).isEmpty();
    }

    /** A point of small spread stops at the first look, one of large spread goes on to the end; whatever had been stored before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theStoppingRuleLooksAtWholeBlocks(long seed) throws Exception {
        Experiment experiment = experiment("snrs: [0, 10]\nstop: {half-width: 0.5, at-least: 10, at-most: 35}\n");
        Plan plan = new Plan(experiment);
        SplittableRandom before = new SplittableRandom(seed);
        Set<Long> stored = new HashSet<>();
        Rounds rounds = new Rounds(experiment, plan);
        for (long n = 0; n < 20; n++) {
            if (before.nextBoolean()) {
                stored.add(n);
                rounds.add(trial(n, value(plan, n)), true);
            }
        }
        for (List<Long> block = numbers(rounds.next()); !block.isEmpty(); block = numbers(rounds.next())) {
            for (long n : block) {
                assertThat(stored.add(n)).isTrue();
                rounds.add(trial(n, value(plan, n)), true);
            }
        }
        assertThat(stored.stream().filter(n -> plan.point(n) == 0)).hasSize(10);
        assertThat(stored.stream().filter(n -> plan.point(n) == 1)).as("35 are 17 passes of two pictures and a half").hasSize(34);
    }

    /** Twelve pictures, of which six are easy: who stops after these has another mean than who goes on. */
    @ParameterizedTest
    @CsvSource({"6, 48, 12, 48", "13, 30, 24, 24", "2, 5, 5, 5", "12, 1000, 12, 996"})
    void pointsThatStopHaveSeenEveryPictureAlikeOften(int atLeast, int atMost, int least, int most) {
        StopRule rule = new StopRule(METRIC, 1, 0.95, atLeast, atMost).overWholePasses(12);
        assertThat(rule.atLeast()).isEqualTo(least);
        assertThat(rule.atMost()).isEqualTo(most);
    }

    /** Deviation 0.1 at the first point, 10 at the second. */
    private static double value(Plan plan, long number) {
        return 30 + (plan.point(number) == 0 ? 0.1 : 10) * (plan.index(number) % 2 == 0 ? 1 : -1);
    }
}
