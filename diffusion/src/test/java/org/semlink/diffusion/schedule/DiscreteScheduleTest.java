// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

class DiscreteScheduleTest {

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
    @CsvSource({"ddpm-linear, 40.000, -43.94", "scaled-linear, 30.702, -23.296", "cosine, 43.84, -86.1"})
    void endsWhereItShould(String name, double topDb, double bottomDb) {
        NoiseSchedule schedule = schedule(name);
        assertThat(Snr.toDb(schedule.snr(0))).isCloseTo(topDb, within(0.006));
        assertThat(Snr.toDb(schedule.snr(999))).isCloseTo(bottomDb, within(0.06));
        assertThat(schedule.isCleanerThanTop(Snr.fromDb(topDb + 0.1))).isTrue();
        assertThat(schedule.isCleanerThanTop(Snr.fromDb(topDb - 0.1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm-linear", "scaled-linear", "cosine"})
    void timestepInvertsSnrAndFalls(String name) {
        NoiseSchedule schedule = schedule(name);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            double t = random.nextDouble(999);
            assertThat(schedule.timestep(schedule.snr(t))).as("%s t = %s", name, t).isCloseTo(t, within(1e-6));
            assertThat(schedule.snr(t + 1e-3)).as("%s t = %s", name, t).isLessThan(schedule.snr(t));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void hopelessSnrIsTheNoisiestStep(double snr) {
        assertThat(schedule("cosine").timestep(snr)).isEqualTo(999);
    }

    @Test
    void unknownNameSuggestsTheNearest() {
        assertThatThrownBy(() -> schedule("cosin")).isInstanceOf(SemlinkException.class).hasMessageContaining("did you mean 'cosine'");
    }

    private static NoiseSchedule schedule(String name) {
        return DiscreteSchedule.REGISTRY.get(name);
    }
}
