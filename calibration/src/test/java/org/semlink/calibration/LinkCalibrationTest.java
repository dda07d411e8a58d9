// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.common.Snr;

/** A synthetic radio with known faults, measured by the planner. */
class LinkCalibrationTest {

    /** Reads 0.7 dB too much and has a noise floor 20 dB below the signal that it does not see. */
    private static LinkPoint burst(double levelDb, SplittableRandom random) {
        double estimate = levelDb + 0.7 + 0.1 * random.nextGaussian();
        double real = Snr.toDb(1 / (Snr.noiseVariance(Snr.fromDb(levelDb)) + 0.01)) + 0.1 * random.nextGaussian();
        return new LinkPoint(levelDb, estimate - real, 5000,
                new KnownSymbolNoise(estimate, 0.2 + 0.3 * random.nextGaussian(), 0.18, false), FlatShare.UNKNOWN);
    }

    private static LevelPlanner plan(double target, int budget, double deafBelow) {
        SplittableRandom random = new SplittableRandom(17);
        LevelPlanner planner = new LevelPlanner(-5, 30, target, budget);
        for (OptionalDouble level = planner.next(); level.isPresent(); level = planner.next()) {
            if (level.getAsDouble() >= deafBelow) {
                planner.measured(burst(level.getAsDouble(), random));
            }
        }
        return planner;
    }

    @Test
    void aKnownBiasAndFloorAreFoundWithinTheBand() {
        LevelPlanner planner = plan(0.1, 400, -100);
        assertThat(planner.uncertaintyDb()).isLessThanOrEqualTo(0.1);
        assertThat(planner.asked()).as("bursts spent").isLessThan(200);
        LinkCalibration link = LinkCalibration.fit(planner.points());
        for (double level = -4; level <= 29; level += 0.5) {
            double real = Snr.toDb(1 / (Snr.noiseVariance(Snr.fromDb(level)) + 0.01));
            assertThat(Snr.toDb(link.snr(Snr.fromDb(level + 0.7)))).as("level %s", level).isCloseTo(real, within(0.2));
        }
        assertThat(link.law().floor()).isCloseTo(0.01, within(0.0005));
        assertThat(Snr.toDb(link.law().factor())).isCloseTo(0.7, within(0.06));
        assertThat(link.law().limits(Snr.fromDb(25))).isTrue();
        assertThat(link.excess().expectedDb(15)).isCloseTo(0.2, within(0.12));
        assertThat(link.excess().scatterDb()).as("0.3 dB of which chance explains 0.18").isCloseTo(0.24, within(0.09));
    }

    @Test
    void aTighterTargetTakesMoreBurstsAndABudgetIsKept() {
        int loose = plan(0.2, 400, -100).asked();
        int tight = plan(0.06, 400, -100).asked();
        assertThat(tight).isGreaterThan(loose);
        assertThat(plan(0.001, 60, -100).asked()).isEqualTo(60);
    }

    @Test
    void levelsThatAreNeverHeardDoNotStopIt() {
        LevelPlanner planner = plan(0.15, 300, 8);
        assertThat(planner.points()).allMatch(p -> p.levelDb() >= 8);
        assertThat(planner.uncertaintyDb()).isLessThan(0.5);
        LevelPlanner deaf = plan(0.15, 40, 100);
        assertThat(deaf.asked()).isEqualTo(40);
        assertThat(deaf.points()).isEmpty();
        assertThat(deaf.uncertaintyDb()).isInfinite();
    }

    /** What was asked for and not heard was on the air all the same: breaking off and going on must not ask for it again. */
    @Test
    void aRunThatGoesOnAsksForWhatIsLeftOfTheBudget() {
        SplittableRandom random = new SplittableRandom(18);
        List<LinkPoint> heard = new ArrayList<>();
        int asked = 0;
        for (int run = 0; run < 6; run++) {
            LevelPlanner planner = new LevelPlanner(-10, 20, 1e-3, 60);
            planner.resume(heard, asked);
            for (int i = 0; i < 17; i++) {
                OptionalDouble level = planner.next();
                asked += level.isPresent() ? 1 : 0;
                if (level.isPresent() && level.getAsDouble() >= 0) {
                    heard.add(burst(level.getAsDouble(), random));
                    planner.measured(heard.get(heard.size() - 1));
                }
            }
        }
        assertThat(asked).isEqualTo(60);
    }
}
