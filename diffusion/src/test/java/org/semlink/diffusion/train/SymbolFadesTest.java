// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SymbolFadesTest {

    private static final int DRAWS = 200_000;

    /** Exponential power gains have mean and deviation 1: five deviations of the means of those drawn, 6e-7 false alarms. */
    @Test
    void fadingKeepsTheMeanPower() {
        SplittableRandom random = new SplittableRandom(1);
        SymbolFades fades = new SymbolFades(true, 0);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double gain = fades.gain(random);
            sum += gain;
            squares += gain * gain;
        }
        assertThat(sum / DRAWS).isCloseTo(1, within(5 / Math.sqrt(DRAWS)));
        assertThat(squares / DRAWS).isCloseTo(2, within(5 * Math.sqrt(20.0 / DRAWS)));
    }

    /** Shares of crops and of symbols, five binomial deviations; a symbol that is lost has no power at all. */
    @Test
    void sharesAreThoseAskedFor() {
        SplittableRandom random = new SplittableRandom(2);
        int fading = 0;
        int losing = 0;
        double lost = 0;
        for (int i = 0; i < DRAWS; i++) {
            SymbolFades drawn = SymbolFades.draw(0.15, 0.08, random);
            fading += drawn.fading() ? 1 : 0;
            losing += drawn.lost() > 0 ? 1 : 0;
            lost += new SymbolFades(i % 2 == 0, 0.3).gain(random) == 0 ? 1 : 0;
            assertThat(drawn.fading() && drawn.lost() > 0).isFalse();
        }
        assertThat(fading / (double) DRAWS).isCloseTo(0.15, within(5 * Math.sqrt(0.15 * 0.85 / DRAWS)));
        assertThat(losing / (double) DRAWS).isCloseTo(0.08, within(5 * Math.sqrt(0.08 * 0.92 / DRAWS)));
        assertThat(lost / DRAWS).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / DRAWS)));
    }
}
