// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeanTest {

    private record Pair(double above, double below) {
    }

    private static List<Pair> pairs(SplittableRandom random) {
        return IntStream.range(0, 60).mapToObj(i -> {
            double size = Math.exp(random.nextGaussian());
            return new Pair(size * 1.2 * (1 + 0.3 * random.nextGaussian()), size);
        }).toList();
    }

    /** The mean of the ratios in dB would be another number: here -3.01, not 0. */
    @Test
    void aRatioOfMeansIsNoMeanOfRatios() {
        List<Pair> pairs = List.of(new Pair(1, 2), new Pair(9, 8));
        assertThat(Mean.ratioDb(pairs, Pair::above, Pair::below).value()).isCloseTo(0, within(1e-12));
        assertThat(Mean.ratioDb(List.of(new Pair(4, 2)), Pair::above, Pair::below)).isEqualTo(
                new Mean(10 * Math.log10(2), 10 * Math.log10(2), 10 * Math.log10(2)));
    }

    /** Over 400 seeds; numerator and denominator resampled apart would cover nearly always, for they vary much more than their ratio. */
    @Test
    void intervalsCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(6);
        int ratio = 0;
        int mean = 0;
        for (int seed = 0; seed < 400; seed++) {
            List<Pair> pairs = pairs(random);
            Mean ofRatio = Mean.ratioDb(pairs, Pair::above, Pair::below);
            ratio += ofRatio.low() <= 10 * Math.log10(1.2) && 10 * Math.log10(1.2) <= ofRatio.high() ? 1 : 0;
            Mean of = Mean.of(pairs, pair -> pair.above() / pair.below());
            mean += of.low() <= 1.2 && 1.2 <= of.high() ? 1 : 0;
        }
        assertThat(ratio / 400.0).isBetween(0.88, 0.97);
        assertThat(mean / 400.0).isBetween(0.91, 0.97);
    }
}
