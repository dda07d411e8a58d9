// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Seeds;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.report.data.Metric.Quality;

class CellTest {

    private static final String PSNR = Quality.PSNR.of(Metric.DENOISED);

    private final Cell cell = new Cell(Map.of("scheme", "x"));

    @Test
    void everyPictureCountsOnceHoweverOftenItWasSent() {
        cell.add(0, Map.of(PSNR, 20.0));
        cell.add(0, Map.of(PSNR, 22.0));
        cell.add(0, Map.of(PSNR, 24.0));
        cell.add(1, Map.of(PSNR, 30.0));
        assertThat(cell.average(PSNR)).isCloseTo(26, within(1e-12));
        assertThat(cell.mean(PSNR).mean().value()).isCloseTo(26, within(1e-12));
        assertThat(cell.trials()).isEqualTo(4);
        assertThat(cell.pictures()).isEqualTo(2);
        // Student's t of 22 and 30: 12.7062 x 4.
        assertThat(cell.mean(PSNR).mean().low()).isCloseTo(26 - 50.8248, within(1e-3));
        assertThat(cell.mean(PSNR).mean().high()).isCloseTo(26 + 50.8248, within(1e-3));
    }

    @Test
    void powerRatiosAreAveragedAsPower() {
        String error = Metric.latentError(Metric.DENOISED);
        cell.add(0, Map.of(error, 0.0));
        cell.add(1, Map.of(error, -20.0));
        assertThat(cell.meanOfLevels(error).mean().value()).isCloseTo(10 * Math.log10(0.505), within(1e-12));
        assertThat(cell.averageLevel(error)).isCloseTo(10 * Math.log10(0.505), within(1e-12));
    }

    @Test
    void differencesArePairedAndMissingValuesDoNotCount() {
        String linear = Quality.PSNR.of(Metric.LINEAR);
        cell.add(0, Map.of(PSNR, 20.0, linear, 19.0));
        cell.add(1, Map.of(PSNR, 35.0));
        cell.add(2, Map.of(PSNR, 40.0, linear, 37.0));
        assertThat(cell.meanDifference(PSNR, linear).mean().value()).isCloseTo(2, within(1e-12));
        assertThat(cell.values(linear)[1]).isNaN();
        cell.add(2, Map.of(PSNR, 41.0, linear, 38.0));
        assertThat(cell.meanDifference(PSNR, linear)).extracting(Estimate::trials, Estimate::pictures).containsExactly(3, 2);
        assertThat(cell.mean(PSNR)).extracting(Estimate::trials, Estimate::pictures).containsExactly(4, 3);
        assertThat(Statistics.lowestTenth(cell, linear)).extracting(Estimate::trials, Estimate::pictures).containsExactly(3, 2);
        assertThat(cell.average(Metric.CFO)).isNaN();
        assertThat(cell.mean(Metric.CFO).mean().value()).isNaN();
    }

    @Test
    void onePictureHasNoIntervalHoweverOftenItWasSent() {
        cell.add(0, Map.of(PSNR, 20.0));
        assertThat(cell.mean(PSNR).mean()).isEqualTo(new Mean(20, Double.NaN, Double.NaN));
        cell.add(0, Map.of(PSNR, 21.0));
        assertThat(cell.mean(PSNR).mean()).isEqualTo(new Mean(20.5, Double.NaN, Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theLowestTenthIsAnOrderStatisticAndItsIntervalHoldsTheTruth(long seed) {
        SplittableRandom random = Seeds.random(seed, "tenth");
        int held = 0;
        for (int round = 0; round < 300; round++) {
            Cell uniform = new Cell(Map.of());
            for (int i = 0; i < 100; i++) {
                uniform.add(i, Map.of(PSNR, random.nextDouble()));
            }
            Mean tenth = Statistics.lowestTenth(uniform, PSNR).mean();
            held += tenth.low() <= 0.1 && 0.1 <= tenth.high() ? 1 : 0;
        }
        // 95 % or a little more, as order statistics are discrete; five deviations of a count of 300 are 19.
        assertThat(held / 300.0).isBetween(0.90, 0.995);
        for (int i = 0; i < 20; i++) {
            cell.add(i, Map.of(PSNR, 20.0 + i));
        }
        assertThat(Statistics.lowestTenth(cell, PSNR).mean().value()).isEqualTo(21);
    }

    @Test
    void lossIsARatioOfSumsAndOptaFollowsTheTrueSnr() {
        cell.add(0, Map.of(Metric.SENT, 1.0, Metric.LOST, 1.0, Metric.TRUE_SNR, 10.0, Metric.SNR, 3.0));
        cell.add(1, Map.of(Metric.SENT, 9.0, Metric.LOST, 0.0, Metric.TRUE_SNR, 10.0, Metric.SNR, 3.0));
        assertThat(Statistics.lossPercent(cell).mean().value()).isCloseTo(10, within(1e-12));
        // Wilson (1927) for 1 of 10.
        assertThat(Statistics.lossPercent(cell).mean().low()).isCloseTo(1.787, within(0.01));
        assertThat(Statistics.lossPercent(cell).mean().high()).isCloseTo(40.415, within(0.01));
        assertThat(Statistics.leastLatentErrorDb(cell, 1)).isCloseTo(-10.4139, within(1e-3));
        Cell measured = new Cell(Map.of());
        measured.add(0, Map.of(Metric.SNR, 0.0));
        assertThat(Statistics.leastLatentErrorDb(measured, 1)).isCloseTo(-3.0103, within(1e-3));
    }
}
