// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.FlatShare;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.LinkPoint;
import org.semlink.common.Snr;

class VerdictsTest {

    /** Two bursts a level; {@code error} is what the estimate does not see. */
    private static List<LinkPoint> ladder(DoubleUnaryOperator reading, double scatterDb, double floorDb, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LinkPoint> points = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double level = -5 + 35.0 * (i / 2) / 19;
            double read = reading.applyAsDouble(level) + scatterDb * random.nextGaussian();
            double real = -Snr.toDb(Snr.fromDb(-read) + Snr.fromDb(-floorDb)) + 0.05 * random.nextGaussian();
            points.add(new LinkPoint(level, read - real, 4800, new KnownSymbolNoise(read, 0.1 * random.nextGaussian(), 0.1, false), FlatShare.UNKNOWN));
        }
        return points;
    }

    private static List<String> of(List<LinkPoint> points, long clipped) {
        return Verdicts.of(points, LinkCalibration.fit(points), clipped);
    }

    @Test
    void nothingIsSaidOfAnHonestLink() {
        assertThat(of(ladder(level -> level, 0.1, 100, 1), 0)).isEmpty();
    }

    /** The floor adds 1 dB where the noise read is 3.9 times as strong, 5.9 dB above it. */
    @Test
    void aFloorIsNamedWithWhereItBegins() {
        assertThat(of(ladder(level -> level, 0.1, 20, 1), 7)).hasSize(2).anySatisfy(line -> assertThat(line)
                .startsWith("impairment-limited: a floor 20.0 dB [").contains("from a reading of 14.1 dB on")).anySatisfy(line -> assertThat(line)
                .startsWith("saturated: a converter clipped 7 samples"));
    }

    @Test
    void readingsThatFallAreNamed() {
        assertThat(of(ladder(level -> level < 12 ? level : 24 - level, 0.3, 100, 1), 0)).anySatisfy(line -> assertThat(line)
                .startsWith("not monotone").contains("AGC"));
    }

    /** Fading moves single bursts by 6 dB; three standard errors at four places cry wolf once in some hundred ladders. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fadingIsNoFall(long seed) {
        assertThat(of(ladder(level -> level, 6, 100, seed), 0)).noneMatch(line -> line.startsWith("not monotone"));
    }
}
