// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;

/** Paths at fractional delays, and the 3GPP tables, against their closed forms. */
class TdlChannelTest {

    private static final double BAND = 0.82;
    private static final double RATE = 20e6;

    private static TdlChannel table(String name) {
        return TdlChannel.valueOf(name.substring(4).toUpperCase(java.util.Locale.ROOT));
    }

    private static Fading channel(String options) {
        return (Fading) Channels.KIND.make().apply(new SimSettings(RadioSpec.parse("sim:" + options),
                new RadioContext(RATE, 1.0 / 16, 200.0 / 256, BAND * RATE, 1))).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tdl-a", "tdl-b", "tdl-c", "tdl-d", "tdl-e"})
    void tablesHaveUnitPowerAndUnitDelaySpread(String name) {
        TapProfile profile = table(name).profile(1);
        assertThat(Arrays.stream(profile.powers).sum()).isCloseTo(1, Offset.offset(1e-12));
        // The report normalises its tables to an rms delay spread of 1, rounded to 0.1 dB: half of that is 0.6 % on a line of sight.
        assertThat(profile.rmsDelay()).isCloseTo(1, Offset.offset(profile.powers[0] > 0.5 ? 0.007 : 0.003));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.25, 0.5, 0.73, 0.999, 3.37, 41.5})
    void fractionalDelaysAreExactInBand(double delay) {
        PathTaps paths = new PathTaps(new double[] {delay, 0.5}, BAND);
        float[] taps = new float[2 * paths.delays.length];
        paths.taps(new double[] {1, 0, 0, 0}, taps);
        double worst = 0;
        for (double f = -BAND / 2; f <= BAND / 2; f += 0.005) {
            double[] h = response(paths.delays, taps, f);
            double angle = -2 * Math.PI * f * (delay + PathTaps.LATENCY);
            worst = Math.max(worst, Math.hypot(h[0] - Math.cos(angle), h[1] - Math.sin(angle)));
        }
        assertThat(2 * Snr.toDb(worst)).as("error of the response, dB").isLessThan(-52);
        assertThat(paths.bandPower(taps)).as("power of the path").isCloseTo(1, Offset.offset(1e-6));
    }

    private static double[] response(int[] delays, float[] taps, double f) {
        double re = 0;
        double im = 0;
        for (int k = 0; k < delays.length; k++) {
            double cos = Math.cos(2 * Math.PI * f * delays[k]);
            double sin = -Math.sin(2 * Math.PI * f * delays[k]);
            re += taps[2 * k] * cos - taps[2 * k + 1] * sin;
            im += taps[2 * k] * sin + taps[2 * k + 1] * cos;
        }
        return new double[] {re, im};
    }

    /**
     * {@code E[H(f) conj(H(f + d))] = sum_l p_l exp(i 2 pi d t_l)}, over bursts. A product of two unit complex Gaussians has deviation 1
     * or less on each axis: a mean over n bursts misses by five once in a million, line of sight included.
     */
    @ParameterizedTest
    @CsvSource({"tdl-a, 50n", "tdl-b, 100n", "tdl-c, 300n", "tdl-d, 100n", "tdl-e, 30n"})
    void frequenciesCorrelateAsTheProfileSays(String name, String rms) {
        Fading fading = channel("channel=" + name + ",rms=" + rms);
        fading.reset(7);
        TapProfile profile = table(name).profile(org.semlink.radio.SiNumber.parse("rms", rms, 0, 1) * RATE);
        int bursts = 2500;
        double[] spacings = {0, 0.02, 0.1, 0.35};
        double[] sums = new double[2 * spacings.length];
        Block block = new Block();
        for (int burst = 0; burst < bursts; burst++) {
            block.resize(160);
            Arrays.fill(block.iq, 0);
            block.iq[0] = 1;
            block.slot = burst;
            fading.process(block);
            double[] at = ImpairmentsTest.correlate(block, -0.2);
            for (int s = 0; s < spacings.length; s++) {
                double[] other = ImpairmentsTest.correlate(block, -0.2 + spacings[s]);
                sums[2 * s] += (at[0] * other[0] + at[1] * other[1]) * 160 * 160 / bursts;
                sums[2 * s + 1] += (at[1] * other[0] - at[0] * other[1]) * 160 * 160 / bursts;
            }
        }
        for (int s = 0; s < spacings.length; s++) {
            double re = 0;
            double im = 0;
            for (int l = 0; l < profile.count(); l++) {
                double angle = 2 * Math.PI * spacings[s] * (profile.delays[l] + PathTaps.LATENCY);
                re += profile.powers[l] * Math.cos(angle);
                im += profile.powers[l] * Math.sin(angle);
            }
            assertThat(sums[2 * s]).as("real part at spacing %s", spacings[s]).isCloseTo(re, Offset.offset(5 / Math.sqrt(bursts)));
            assertThat(sums[2 * s + 1]).as("imaginary part at %s", spacings[s]).isCloseTo(im, Offset.offset(5 / Math.sqrt(bursts)));
        }
    }

    /** Mean power of each path over bursts; it is exponential, so its mean over n is known to 1/sqrt(n), and five times that is allowed. */
    @Test
    void everyPathHasItsPower() {
        TapProfile profile = TapProfile.parse("0:-3/2:0/5:-10/9:-20");
        Fading fading = new Fading(profile, 0, 0, 0, BAND, java.util.Map.of());
        fading.reset(5);
        int bursts = 4000;
        double[] powers = new double[4];
        Block block = new Block();
        for (int burst = 0; burst < bursts; burst++) {
            block.resize(12);
            Arrays.fill(block.iq, 0);
            block.iq[0] = 1;
            block.slot = burst;
            fading.process(block);
            for (int l = 0; l < 4; l++) {
                int at = 2 * (int) profile.delays[l];
                powers[l] += (block.iq[at] * block.iq[at] + block.iq[at + 1] * block.iq[at + 1]) / bursts;
            }
        }
        for (int l = 0; l < 4; l++) {
            assertThat(powers[l] / profile.powers[l]).as("path %s", l).isCloseTo(1, Offset.offset(5 / Math.sqrt(bursts)));
        }
    }

    @Test
    void lineOfSightTurnsAtSevenTenthsOfTheDoppler() {
        Fading fading = channel("channel=tdl-e,rms=0,doppler=2k");
        fading.reset(3);
        Block block = ImpairmentsTest.tone(200_000, 1, 0);
        fading.process(block);
        // 20 periods; what is scattered, 1/160 of the power at K = 22 dB together with the other paths, is spread over +-2 kHz.
        double[] line = ImpairmentsTest.correlate(block, 0.7 * 2e3 / RATE);
        double power = line[0] * line[0] + line[1] * line[1];
        TapProfile profile = TdlChannel.E.profile(0);
        double constant = profile.powers[0] / (1 + Snr.fromDb(-22));
        assertThat(power).isCloseTo(constant, Offset.offset(0.1));
        assertThat(constant).isGreaterThan(0.85);
    }

    @Test
    void tooWideASpreadIsRefused() {
        assertThatThrownBy(() -> channel("channel=tdl-a,rms=1m")).isInstanceOf(SemlinkException.class)
                .hasMessageStartingWith("radio option rms=1m spreads tdl-a over 193172 samples; the most is 2048");
    }
}
