// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic radios whose readings deviate from the truth by a known law. */
class MonotoneFitTest {

    private static final int SEEDS = 400;

    /** What a reading of x dB really means, and how measurements scatter about it. */
    private record Law(String name, DoubleUnaryOperator truth, DoubleUnaryOperator scatter) {
        @Override
        public String toString() {
            return name;
        }

        double[][] points(SplittableRandom random) {
            double[][] points = new double[2][18 * 6];
            for (int i = 0; i < points[0].length; i++) {
                double x = -5 + 35.0 * (i / 6) / 17 + 0.05 * random.nextGaussian();
                points[0][i] = x;
                points[1][i] = truth.applyAsDouble(x) + scatter.applyAsDouble(x) * random.nextGaussian();
            }
            return points;
        }
    }

    static Stream<Law> laws() {
        return Stream.of(
                new Law("honest", x -> x, x -> 0.1),
                new Law("biased", x -> x - 1.2, x -> 0.2),
                new Law("bent", x -> x + 0.8 * Math.sin(x / 6), x -> 0.15),
                new Law("saturating", x -> -10 * Math.log10(Math.pow(10, -x / 10) + Math.pow(10, -2.2)), x -> 0.15),
                new Law("noisy at the bottom", x -> 0.9 * x + 1, x -> 0.05 + 0.6 * Math.exp(-(x + 5) / 8)));
    }

    /** Bands that ignore the uncertainty of the smoothing, or the changing scatter, cover 92 to 93.7 %. */
    @ParameterizedTest
    @MethodSource("laws")
    void ninetyFivePercentBandsCoverTheTruthAsOftenAsTheySay(Law law) {
        int covered = 0;
        int asked = 0;
        SplittableRandom random = new SplittableRandom(5);
        for (int seed = 0; seed < SEEDS; seed++) {
            double[][] points = law.points(random);
            MonotoneCurve curve = MonotoneFit.of(points[0], points[1]);
            for (double x = -4.5; x < 30; x += 1.5) {
                double truth = law.truth().applyAsDouble(x);
                covered += curve.lower(x) <= truth && truth <= curve.upper(x) ? 1 : 0;
                asked++;
            }
        }
        assertThat((double) covered / asked).isBetween(0.93, 0.97);
    }

    /** Three times the deviation of a mean of six: a smoother that flattens the saturation misses by 0.3 dB and more. */
    @ParameterizedTest
    @MethodSource("laws")
    void recoversTheLaw(Law law) {
        double[][] points = law.points(new SplittableRandom(11));
        MonotoneCurve curve = MonotoneFit.of(points[0], points[1]);
        for (double x = -4.5; x < 30; x += 0.5) {
            double tolerance = 3 * law.scatter().applyAsDouble(x) / Math.sqrt(6) + 0.02;
            assertThat(curve.value(x)).as("%s at %s dB", law, x).isCloseTo(law.truth().applyAsDouble(x), within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void neverFallsAndNeverJumps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[20];
        double[] y = new double[20];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble(-5, 30);
            // Worse than any radio: hardly more than noise.
            y[i] = 0.2 * x[i] + 6 * random.nextGaussian();
        }
        MonotoneCurve curve = MonotoneFit.of(x, y);
        for (double at = -10; at < 40; at += 0.01) {
            double rise = curve.value(at + 0.01) - curve.value(at);
            assertThat(rise).as("seed %d at %s dB", seed, at).isBetween(0.0, 0.5);
            assertThat(curve.lower(at)).isLessThanOrEqualTo(curve.value(at) + 1e-9);
            assertThat(curve.upper(at)).isGreaterThanOrEqualTo(curve.value(at) - 1e-9);
        }
    }

    @Test
    void goesOnBeyondItsEndsWithTheCorrectionOfTheEdge() {
        MonotoneCurve curve = new MonotoneCurve(new double[] {0, 10}, new double[] {1, 12}, new double[] {0, 11}, new double[] {2, 13});
        assertThat(curve.value(-3)).isEqualTo(-2);
        assertThat(curve.value(13)).isEqualTo(15);
        assertThat(curve.value(5)).isCloseTo(6.5, within(1e-12));
        assertThat(curve.covers(-0.1)).isFalse();
        assertThat(curve.covers(10)).isTrue();
    }

    @Test
    void perfectDataAreReturnedPerfect() {
        double[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        MonotoneCurve curve = MonotoneFit.of(x, x);
        assertThat(curve.value(4.5)).isCloseTo(4.5, within(1e-6));
        assertThat(curve.uncertainty(4.5)).isLessThan(1e-4);
    }

    @Test
    void refusesTooFewPoints() {
        assertThatThrownBy(() -> MonotoneFit.of(new double[7], new double[7])).hasMessageContaining("at least 8 points, got 7");
        assertThatThrownBy(() -> MonotoneFit.of(new double[9], new double[9])).hasMessageContaining("not all at one place");
    }
}
