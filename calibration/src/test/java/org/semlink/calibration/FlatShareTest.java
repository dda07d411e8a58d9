// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/** Bursts over an uneven channel, of whose noise a known share is alike on all symbols. */
class FlatShareTest {

    private static final int SYMBOLS = 4800;
    /** What a transmitter distorts, relative to the signal. */
    private static final double FLOOR = 0.01;

    /** A map of 48 carriers within {@code spread} dB either way of a level. */
    private static float[] map(double level, double spread) {
        float[] variance = new float[SYMBOLS];
        for (int k = 0; k < SYMBOLS; k++) {
            variance[k] = (float) (level * Math.pow(10, spread * Math.sin(k % 48) / 10));
        }
        return variance;
    }

    private static double[] errors(float[] map, double share, double factor, SplittableRandom random) {
        float[] real = map.clone();
        FlatShare.apply(share, real, 0, real.length);
        double[] errors = new double[map.length];
        for (int k = 0; k < map.length; k++) {
            errors[k] = -factor * real[k] * Math.log(1 - random.nextDouble());
        }
        return errors;
    }

    /** Over 200 bursts: the mean share within 4 of its deviations, and each burst's stated deviation true within 15 %. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.8})
    void theShareIsFoundWhateverTheLevel(double share) {
        SplittableRandom random = new SplittableRandom(1);
        SummaryStatistics found = new SummaryStatistics();
        double stated = 0;
        for (int burst = 0; burst < 200; burst++) {
            float[] map = map(0.01, 2.5);
            FlatShare one = FlatShare.of(errors(map, share, 1.3, random), map);
            found.addValue(one.share());
            stated = one.deviation();
        }
        assertThat(found.getMean()).isCloseTo(share, within(4 * stated / Math.sqrt(200)));
        assertThat(found.getStandardDeviation()).isCloseTo(stated, within(0.15 * stated));
    }

    /** The sum of errors, which a latent's error is, comes out right: by the map alone it is 8 % off. */
    @Test
    void anEvenedMapPredictsTheSumOfErrors() {
        SplittableRandom random = new SplittableRandom(2);
        double[] sums = new double[3];
        for (int burst = 0; burst < 200; burst++) {
            float[] map = map(0.01, 2.5);
            double[] errors = errors(map, 0.6, 1, random);
            float[] evened = map.clone();
            FlatShare.apply(0.6, evened, 0, SYMBOLS);
            for (int k = 0; k < SYMBOLS; k++) {
                sums[0] += errors[k];
                sums[1] += map[k];
                sums[2] += evened[k];
            }
        }
        assertThat(sums[1] / sums[0]).isGreaterThan(1.05);
        assertThat(sums[2] / sums[0]).isCloseTo(1, within(0.005));
    }

    @Test
    void anEvenMapSaysNothingAndLostSymbolsDoNotCount() {
        SplittableRandom random = new SplittableRandom(3);
        float[] even = map(0.1, 0);
        assertThat(FlatShare.of(errors(even, 0, 1, random), even).tells()).isFalse();
        float[] map = map(0.1, 3);
        double[] errors = errors(map, 0.4, 1, random);
        FlatShare whole = FlatShare.of(java.util.Arrays.copyOf(errors, 2400), java.util.Arrays.copyOf(map, 2400));
        java.util.Arrays.fill(map, 2400, SYMBOLS, Float.POSITIVE_INFINITY);
        assertThat(FlatShare.of(errors, map)).isEqualTo(whole);
        FlatShare.apply(0.4, map, 0, SYMBOLS);
        assertThat(map[2399]).isFinite();
        assertThat(map[2400]).isInfinite();
        assertThatThrownBy(() -> new FlatShare(0, 0)).hasMessageContaining("positive deviation");
    }

    /** A floor of -20 dB under noise that falls, read to 0.2 a burst, among bursts that the receiver floored itself. */
    @Test
    void theLawFollowsTheSnrAndLeavesFlooredBurstsOut() {
        SplittableRandom random = new SplittableRandom(4);
        List<LinkPoint> points = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double noise = Snr.fromDb(5 - 35.0 * i / 300);
            double snrDb = -Snr.toDb(noise + FLOOR);
            boolean floored = i % 4 == 0;
            double share = floored ? -0.5 : FLOOR / (noise + FLOOR) + 0.2 * random.nextGaussian();
            points.add(new LinkPoint(snrDb, 0, SYMBOLS, new KnownSymbolNoise(snrDb, 0, 0.2, floored), new FlatShare(share, 0.2)));
        }
        FlatShareLaw law = FlatShareLaw.fit(points);
        for (double noiseDb = 5; noiseDb > -30; noiseDb--) {
            double noise = Snr.fromDb(noiseDb);
            assertThat(law.share(1 / (noise + FLOOR))).as("under noise of %s dB", noiseDb).isCloseTo(FLOOR / (noise + FLOOR), within(0.05));
        }
        assertThat(law.share(Snr.fromDb(60))).isEqualTo(1);
        assertThat(FlatShareLaw.fit(points.subList(0, 5)).share(100)).isZero();
    }
}
