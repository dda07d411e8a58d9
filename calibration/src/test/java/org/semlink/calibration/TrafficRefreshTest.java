// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.common.SemlinkException;

/** A link whose receiver reads {@code BIAS} dB too much; known symbols see all of it but for what compression does to the payload alone. */
class TrafficRefreshTest {

    private static final double UNSEEN = 0.25;

    private static KnownSymbolNoise burst(double snrDb, double bias, double chanceDb, SplittableRandom random) {
        return new KnownSymbolNoise(snrDb, bias + chanceDb * random.nextGaussian(), chanceDb, false);
    }

    private static Calibration calibration(double bias, SplittableRandom random) {
        List<LinkPoint> points = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double snrDb = -5 + 0.175 * i;
            points.add(new LinkPoint(snrDb, bias + UNSEEN + 0.06 * random.nextGaussian(), 4800, burst(snrDb, bias, 0.18, random),
                    new FlatShare(0.02 * i / 10, 0.05)));
        }
        return new Calibration("then", "1", new CalibrationConditions(Map.of("radio", "r"), Map.of("model", "m")), Map.of(),
                new Spent(200, 0, 0), points, Map.of());
    }

    private static List<KnownSymbolNoise> traffic(int bursts, double from, double to, double bias, SplittableRandom random) {
        List<KnownSymbolNoise> seen = new ArrayList<>();
        for (int i = 0; i < bursts; i++) {
            seen.add(burst(from + (to - from) * random.nextDouble(), bias, 0.3, random));
        }
        return seen;
    }

    @Test
    void followsTheLinkWhereTrafficWasAndNowhereElse() {
        SplittableRandom random = new SplittableRandom(41);
        Calibration renewed = TrafficRefresh.refresh(calibration(0.3, random), traffic(2000, 8, 16, 1.1, random), "now", "2");
        LinkCalibration link = renewed.link().orElseThrow();
        for (double snrDb : new double[] {9, 12, 15}) {
            assertThat(link.correction().value(snrDb)).as("at %s", snrDb).isCloseTo(snrDb - 1.1 - UNSEEN, within(0.1));
        }
        for (double snrDb : new double[] {-4, 2, 22, 28}) {
            assertThat(link.correction().value(snrDb)).as("at %s", snrDb).isCloseTo(snrDb - 0.3 - UNSEEN, within(0.12));
        }
        assertThat(renewed.created()).isEqualTo("now");
        assertThat(renewed.points()).as("200 merged ones and those outside").hasSizeBetween(300, 400);
    }

    /** Traffic of a link that has not changed leaves its calibration alone, within the band. */
    @Test
    void anUnchangedLinkStaysAsItWas() {
        SplittableRandom random = new SplittableRandom(42);
        Calibration stored = calibration(0.3, random);
        LinkCalibration before = stored.link().orElseThrow();
        LinkCalibration after = TrafficRefresh.refresh(stored, traffic(300, 5, 10, 0.3, random), "now", "2").link().orElseThrow();
        for (double snrDb = -4; snrDb < 29; snrDb++) {
            assertThat(after.correction().value(snrDb)).isCloseTo(before.correction().value(snrDb),
                    within(before.correction().uncertainty(snrDb) + after.correction().uncertainty(snrDb)));
        }
    }

    /** Where the receiver has made the excess a floor of its map, nothing is left to correct. */
    @Test
    void whatTheMapHoldsAlreadyIsNotCountedTwice() {
        SplittableRandom random = new SplittableRandom(43);
        List<KnownSymbolNoise> floored = traffic(100, 8, 16, 3, random).stream()
                .map(b -> new KnownSymbolNoise(b.snrDb(), b.excessDb(), b.deviationDb(), true)).toList();
        LinkCalibration link = TrafficRefresh.refresh(calibration(0, random), floored, "now", "2").link().orElseThrow();
        assertThat(link.correction().value(12)).isCloseTo(12 - UNSEEN, within(0.1));
    }

    /** A link whose bursts all have a floor that the receiver found: renewed by its own traffic, the calibration must expect that traffic. */
    @Test
    void aFlooredLinkThatHasNotChangedRaisesNoAlarmAfterwards() {
        SplittableRandom random = new SplittableRandom(45);
        List<LinkPoint> points = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            KnownSymbolNoise known = floored(5 + 0.1 * i, random);
            points.add(new LinkPoint(known.snrDb(), 0.06 * random.nextGaussian(), 4800, known, FlatShare.UNKNOWN));
        }
        Calibration stored = new Calibration("then", "1", new CalibrationConditions(Map.of("radio", "r"), Map.of("model", "m")), Map.of(),
                new Spent(200, 0, 0), points, Map.of());
        List<KnownSymbolNoise> traffic = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            traffic.add(floored(8 + 12 * random.nextDouble(), random));
        }
        Calibration renewed = TrafficRefresh.refresh(stored, traffic, "now", "2");
        assertThat(renewed.points()).filteredOn(p -> p.snrDb() > 9 && p.snrDb() < 19).allMatch(p -> p.known().floored());
        ExcessLaw law = renewed.link().orElseThrow().excess();
        assertThat(law.expectedDb(14)).isCloseTo(2, within(0.15));
        DriftMonitor monitor = new DriftMonitor(law);
        traffic.forEach(monitor::add);
        assertThat(monitor.drifted()).isFalse();
        assertThat(monitor.shiftDb()).isCloseTo(0, within(0.1));
    }

    private static KnownSymbolNoise floored(double snrDb, SplittableRandom random) {
        return new KnownSymbolNoise(snrDb, 2 + 0.3 * random.nextGaussian(), 0.3, true);
    }

    @Test
    void tooLittleTrafficIsRefused() {
        SplittableRandom random = new SplittableRandom(44);
        assertThatThrownBy(() -> TrafficRefresh.refresh(calibration(0, random), traffic(29, 0, 9, 0, random), "now", "2"))
                .isInstanceOf(SemlinkException.class).hasMessageContaining("29 bursts").hasMessageContaining("at least 30");
    }
}
