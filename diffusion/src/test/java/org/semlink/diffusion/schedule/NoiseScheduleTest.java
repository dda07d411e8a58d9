// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

/** Every schedule against values worked out elsewhere, and what all of them must do. */
class NoiseScheduleTest {

    /** Computed independently of this code; an index off by one would miss by 1, a beta table off by one step by more than 0.2. */
    @ParameterizedTest(name = "{0} dB")
    @CsvSource({
            "-10, .09090909, 484.37, 686.65, 802.47",
            " -5, .24025307, 372.42, 528.03, 670.30",
            "  0, .50000000, 258.09, 353.89, 495.05",
            "  3, .66613942, 196.36, 254.66, 386.39",
            "  5, .75974693, 160.54, 196.08, 319.82",
            " 10, .90909091,  92.38,  87.80, 187.70",
            " 15, .96934657,  50.56,  32.51, 104.21",
            " 20, .99009901,  26.41,  10.38,  55.46",
            " 25, .99684769,  12.85,   2.71,  27.93",
            " 30, .99900100,   5.49,   0.23,  12.81"})
    void matchesGoldenTable(double db, double alphaBar, double linear, double scaledLinear, double cosine) {
        double snr = Snr.fromDb(db);
        assertThat(Snr.alphaBar(snr)).isCloseTo(alphaBar, within(5e-9));
        assertThat(schedule("ddpm-linear").timestep(snr)).isCloseTo(linear, within(0.006));
        assertThat(schedule("scaled-linear").timestep(snr)).isCloseTo(scaledLinear, within(0.006));
        assertThat(schedule("cosine").timestep(snr)).isCloseTo(cosine, within(0.006));
    }

    @ParameterizedTest
    @CsvSource({"ddpm-linear, 40.000, -43.94", "scaled-linear, 30.702, -23.296", "cosine, 43.84, -86.1", "edm, 53.979, -38.062",
        "rectified-flow, 59.991, -59.991"})
    void endsWhereItShould(String name, double topDb, double bottomDb) {
        NoiseSchedule schedule = schedule(name);
        assertThat(Snr.toDb(schedule.snr(schedule.cleanest()))).isCloseTo(topDb, within(0.006));
        assertThat(Snr.toDb(schedule.snr(schedule.noisiest()))).isCloseTo(bottomDb, within(0.06));
        assertThat(schedule.isCleanerThanTop(Snr.fromDb(topDb + 0.1))).isTrue();
        assertThat(schedule.isCleanerThanTop(Snr.fromDb(topDb - 0.1))).isFalse();
    }

    /** From {@code sigma = snr^(-1/2)} and {@code t = 1 / (1 + sqrt(snr))}, computed apart; a grid off by one would miss by 1. */
    @ParameterizedTest(name = "{0} dB")
    @CsvSource({
            "-30, 839.94181, 969.34657",
            "-10, 525.47744, 759.74693",
            "  0, 403.03506, 500.00000",
            "  3, 370.06050, 414.50132",
            " 10, 299.16194, 240.25307",
            " 20, 211.04192,  90.90909",
            " 30, 136.28592,  30.65343",
            " 50,  19.06638,   3.15231"})
    void continuousSchedulesMatchGoldenTable(double db, double edm, double flow) {
        double snr = Snr.fromDb(db);
        assertThat(schedule("edm").timestep(snr)).isCloseTo(edm, within(6e-6));
        assertThat(schedule("rectified-flow").timestep(snr)).isCloseTo(flow, within(6e-6));
        assertThat(schedule("edm").snr(edm)).isCloseTo(snr, within(snr * 1e-6));
        assertThat(schedule("rectified-flow").snr(flow)).isCloseTo(snr, within(snr * 1e-5));
    }

    /** The 18 sigmas of Karras et al.'s CIFAR-10 sampler (their eq. 5), noisiest first. */
    @Test
    void edmGridIsKarras() {
        double[] sigmas = {80, 57.586, 40.7856, 28.3746, 19.3525, 12.9101, 8.4009, 5.3152, 3.2568, 1.9233, 1.0882, .5853, .2964, .1395,
            .0599, .0229, .0075, .002};
        for (int i = 0; i < 18; i++) {
            double sigma = Math.sqrt(1 / schedule("edm").snr(999 * (17 - i) / 17.0));
            assertThat(sigma).as("sigma %d", i).isCloseTo(sigmas[i], within(6e-5));
        }
    }

    static Stream<String> all() {
        return NoiseSchedule.REGISTRY.names().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void registeredUnderItsOwnName(String name) {
        assertThat(schedule(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("all")
    void timestepInvertsSnrAndFalls(String name) {
        NoiseSchedule schedule = schedule(name);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            double t = random.nextDouble(schedule.cleanest(), schedule.noisiest());
            assertThat(schedule.timestep(schedule.snr(t))).as("%s t = %s", name, t).isCloseTo(t, within(1e-6));
            assertThat(schedule.snr(t + 1e-3)).as("%s t = %s", name, t).isLessThan(schedule.snr(t));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void beyondTheEndsTheEndsHold(String name) {
        NoiseSchedule schedule = schedule(name);
        for (double hopeless : new double[] {0, -1, Double.NaN, 1e-12}) {
            assertThat(schedule.timestep(hopeless)).as("%s", hopeless).isEqualTo(schedule.noisiest());
        }
        assertThat(schedule.timestep(1e12)).isEqualTo(schedule.cleanest());
        assertThat(schedule.timestep(Double.POSITIVE_INFINITY)).isEqualTo(schedule.cleanest());
        assertThat(schedule.snr(schedule.noisiest() + 1)).isEqualTo(schedule.snr(schedule.noisiest())).isPositive();
        assertThat(schedule.snr(schedule.cleanest() - 1)).isEqualTo(schedule.snr(schedule.cleanest())).isFinite();
    }

    @Test
    void unknownNameSuggestsTheNearest() {
        assertThatThrownBy(() -> schedule("cosin")).isInstanceOf(SemlinkException.class).hasMessageContaining("did you mean 'cosine'");
    }

    private static NoiseSchedule schedule(String name) {
        return NoiseSchedule.REGISTRY.get(name);
    }
}
