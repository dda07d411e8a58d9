// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

class ReceiverCalibrationTest {

    private static final double[] OFFSETS = {-4, -3, -2, -1, 0, 1, 2, 3, 4};

    private static LevelSweep parabola(double snrDb, double bottom, double curvature, double scatter, SplittableRandom random) {
        double[] losses = new double[OFFSETS.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = curvature / 2 * Math.pow(OFFSETS[i] - bottom, 2) + scatter * random.nextGaussian();
        }
        return new LevelSweep(snrDb, OFFSETS, losses);
    }

    @Test
    void theBottomOfAParabolaIsFoundBetweenTheOffsets() {
        LevelSweep.Bottom bottom = parabola(5, 1.37, 0.2, 0, new SplittableRandom(1)).bottom();
        assertThat(bottom.offsetDb()).isCloseTo(1.37, within(1e-9));
        assertThat(bottom.curvature()).isCloseTo(0.2, within(1e-9));
    }

    /** A straight line between 0 and 1 dB would say 0.05 at the bottom, more than at either side of many a U. */
    @Test
    void betweenTheOffsetsALossIsAsRoundAsTheCurve() {
        LevelSweep sweep = parabola(5, 0.5, 0.2, 0, new SplittableRandom(1));
        assertThat(sweep.loss(0.5)).isCloseTo(0, within(0.003));
        assertThat(sweep.loss(1)).isCloseTo(0.1 * 0.25, within(1e-12));
        assertThat(sweep.loss(-9)).isEqualTo(sweep.loss(-4));
        assertThat(sweep.loss(9)).isEqualTo(sweep.loss(4));
    }

    @Test
    void aCurveWithoutBottomGivesItsBestEndAndHardlyCounts() {
        LevelSweep falling = new LevelSweep(0, new double[] {-1, 0, 1}, new double[] {3, 2, 1});
        assertThat(falling.bottom().offsetDb()).isEqualTo(1);
        assertThat(falling.bottom().curvature()).isLessThan(1e-3);
        LevelSweep beyond = parabola(0, 6, 0.1, 0, new SplittableRandom(1));
        assertThat(beyond.bottom().offsetDb()).isEqualTo(4);
    }

    /** A network that sees the link 2 dB worse at the bottom and as it is at the top, among sweeps that scatter. */
    @Test
    void recoversWhatTheNetworkShouldBeTold() {
        SplittableRandom random = new SplittableRandom(4);
        List<LevelSweep> sweeps = new ArrayList<>();
        for (double snr = -5; snr <= 25; snr += 2.5) {
            for (int picture = 0; picture < 5; picture++) {
                sweeps.add(parabola(snr, bias(snr), 0.05 * (1 + picture), 0.03, random));
            }
        }
        ReceiverCalibration fit = ReceiverCalibration.fit(Criterion.PSNR, sweeps);
        for (double snr = -5; snr <= 25; snr += 1) {
            assertThat(fit.told().value(snr) - snr).as("%s dB", snr).isCloseTo(bias(snr), within(0.25));
        }
        double saved = sweeps.stream().mapToDouble(s -> s.loss(0) - s.loss(bias(s.snrDb()))).average().orElseThrow();
        assertThat(fit.gain()).isCloseTo(saved, within(0.02));
    }

    /**
     * Half of the pictures have a U at 0, half only fall: the mean of both is least at 1.5 dB, where the rise of the ones is the fall of the others. The mean of
     * bottoms weighed by curvature is 0, that of bottoms alone 2.
     */
    @Test
    void picturesWithoutBottomPullByTheirSlope() {
        List<LevelSweep> sweeps = new ArrayList<>();
        for (double snr = -5; snr <= 25; snr += 2) {
            for (int i = 0; i < 4; i++) {
                double[] losses = new double[OFFSETS.length];
                for (int k = 0; k < losses.length; k++) {
                    losses[k] = i % 2 == 0 ? 0.1 * OFFSETS[k] * OFFSETS[k] : -0.3 * OFFSETS[k];
                }
                sweeps.add(new LevelSweep(snr, OFFSETS, losses));
            }
        }
        ReceiverCalibration fit = ReceiverCalibration.fit(Criterion.LPIPS, sweeps);
        for (double snr = -5; snr <= 25; snr += 1) {
            assertThat(fit.told().value(snr) - snr).as("%s dB", snr).isCloseTo(1.5, within(0.1));
        }
    }

    private static double bias(double snrDb) {
        return -2 / (1 + Math.exp((snrDb - 8) / 4));
    }

    @Test
    void bothLayersActInTurnAndTheEdgesAreSaid() {
        NoiseSchedule schedule = NoiseSchedule.REGISTRY.get("ddpm-linear");
        double[] x = {-5, 20};
        MonotoneCurve minusOne = new MonotoneCurve(x, new double[] {-6, 19}, new double[] {-6, 19}, new double[] {-6, 19});
        MonotoneCurve plusTwo = new MonotoneCurve(x, new double[] {-3, 22}, new double[] {-3, 22}, new double[] {-3, 22});
        LinkCalibration link = new LinkCalibration(minusOne, new NoiseLaw(1, 0, 0, 0), ExcessLaw.fit(List.of(
                new KnownSymbolNoise(0, 0, 1, false), new KnownSymbolNoise(1, 0.1, 1, false), new KnownSymbolNoise(2, -0.1, 1, false),
                new KnownSymbolNoise(3, 0, 1, false))), FlatShareLaw.fit(List.of()));
        TimestepMap map = new CalibratedTimestepMap("both", schedule, Optional.of(link),
                Optional.of(new ReceiverCalibration(Criterion.PSNR, plusTwo, 0)));
        TimestepChoice choice = map.choose(Snr.fromDb(9));
        assertThat(Snr.toDb(choice.snr())).isCloseTo(8, within(1e-9));
        assertThat(Snr.toDb(choice.toldSnr())).isCloseTo(10, within(1e-9));
        assertThat(choice.timestep()).isCloseTo(92.38, within(0.006));
        assertThat(choice.extrapolated()).isFalse();
        assertThat(map.chooseFor(Snr.fromDb(8))).as("a real SNR is not corrected").isEqualTo(new TimestepChoice(Snr.fromDb(8), Snr.fromDb(10),
                schedule.timestep(Snr.fromDb(10)), false));
        assertThat(map.choose(Snr.fromDb(21)).extrapolated()).isTrue();
        double last = Double.POSITIVE_INFINITY;
        for (double db = -40; db < 50; db += 0.1) {
            double timestep = map.choose(Snr.fromDb(db)).timestep();
            // A tenth of a dB is at most 3 timesteps of this schedule: more would be a jump at an edge.
            assertThat(last - timestep).as("step at %s dB", db).isBetween(0.0, last == Double.POSITIVE_INFINITY ? last : 3);
            last = timestep;
        }
    }

    @Test
    void refusesSweepsThatAreNone() {
        assertThatThrownBy(() -> new LevelSweep(0, new double[] {0, 1}, new double[] {1, 1})).hasMessageContaining("at least 3 offsets");
        assertThatThrownBy(() -> new LevelSweep(0, new double[] {0, 1, 1}, new double[] {1, 1, 1})).hasMessageContaining("point 2");
        assertThatThrownBy(() -> new LevelSweep(0, new double[] {0, 1, 2}, new double[] {1, Double.NaN, 1})).hasMessageContaining("point 1");
    }
}
