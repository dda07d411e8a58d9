// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;

/** Impulse responses from files, and the channels that they become at another rate. */
class MeasuredChannelTest {

    private static final double BAND = 0.82;

    @TempDir
    private Path folder;

    private Path file(String text) throws Exception {
        return Files.write(folder.resolve("r.log"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsTheResponseAskedFor() throws Exception {
        Path path = file("Mode: 2, Chan 2\r\nAccum Len 2\r\n3, -4\r\n0, 1\r\n\r\n\u00ff\u0000 stray\nAccum Len 3\n1.5e1, 2\n.5, -1\n0, 0\nend\n7,8\n");
        assertThat(ImpulseResponses.read(path, 0)).containsExactly(3, -4, 0, 1);
        assertThat(ImpulseResponses.read(path, 1)).containsExactly(15, 2, 0.5, -1, 0, 0);
        assertThat(ImpulseResponses.read(path, 2)).containsExactly(7, 8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1, 2\\nx\\n3, 4           | 2 | has 2 impulse responses, so index must be below that, got 2",
        "nothing                   | 0 | has 0 impulse responses",
        "Accum Len 3\\n1, 2\\n2, 3 | 0 | has 2 taps where its log announces 3",
        "0, 0\\n0, 0               | 0 | is zero throughout"})
    void badFilesAreRefused(String text, int index, String message) throws Exception {
        Path path = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> ImpulseResponses.read(path, index)).isInstanceOf(SemlinkException.class).hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesOptionsThatDoNotFit() throws Exception {
        RadioContext context = new RadioContext(1e6, 1.0 / 16, 200.0 / 256, BAND * 1e6, 1);
        assertThatThrownBy(() -> Radios.open("sim:channel=measured", context)).hasMessageContaining("add path=FILE");
        assertThatThrownBy(() -> Radios.open("sim:channel=measured,path=absent.log", context)).hasMessageContaining("absent.log cannot be read");
        assertThatThrownBy(() -> Radios.open("sim:channel=measured,doppler=3,path=a", context)).hasMessageContaining("does not go with");
        Path path = file("1, 0\n0, 1\n");
        assertThatThrownBy(() -> Radios.open("sim:channel=measured,response-rate=1,path=" + path, context))
                .hasMessageContaining("lasts 1000000 samples of the link");
    }

    @Test
    void noiseIsLeftOutAndTheFirstPathComesFirst() {
        double[] response = {0.01, 0, 0.02, 0, 0, 1, 0, 0.01, 0.5, 0};
        TapProfile profile = MeasuredChannel.profile(response, 0.25, 20);
        assertThat(profile.delays).containsExactly(0, 0.5);
        assertThat(profile.powers[0] / profile.powers[1]).isCloseTo(4, Offset.offset(1e-12));
        assertThat(profile.phases[0]).isCloseTo(Math.PI / 2, Offset.offset(1e-12));
    }

    /** The link's response within its band is the measured one's there, but for one gain and the delay. */
    private static void assertSameResponse(double[] measured, double samplesPerTap) {
        TapProfile profile = MeasuredChannel.profile(measured, samplesPerTap, 200);
        Multipath channel = new Multipath(profile, BAND, java.util.Map.of());
        Block block = new Block();
        block.resize((int) (measured.length / 2 * samplesPerTap) + 64);
        Arrays.fill(block.iq, 0);
        block.iq[0] = 1;
        channel.process(block);
        boolean whole = Arrays.stream(profile.delays).allMatch(d -> d == Math.rint(d));
        double scale = 0;
        double worst = 0;
        for (int k = 0; k <= 40; k++) {
            double f = BAND * (k / 40.0 - 0.5);
            double[] h = ImpairmentsTest.correlate(block, f);
            double re = 0;
            double im = 0;
            for (int i = 0; i < measured.length / 2; i++) {
                double angle = -2 * Math.PI * f * (i * samplesPerTap + (whole ? 0 : PathTaps.LATENCY));
                re += measured[2 * i] * Math.cos(angle) - measured[2 * i + 1] * Math.sin(angle);
                im += measured[2 * i] * Math.sin(angle) + measured[2 * i + 1] * Math.cos(angle);
            }
            scale = k == 0 ? Math.hypot(h[0], h[1]) * block.length / Math.hypot(re, im) : scale;
            worst = Math.max(worst, Math.hypot(h[0] * block.length - scale * re, h[1] * block.length - scale * im));
        }
        double power = 0;
        for (int k = 0; k < 500; k++) {
            double[] h = ImpairmentsTest.correlate(block, BAND * ((k + 0.5) / 500 - 0.5));
            power += (h[0] * h[0] + h[1] * h[1]) * block.length * block.length / 500;
        }
        assertThat(worst).as("difference of the responses, where the mean power is 1").isLessThan(0.02);
        assertThat(power).as("mean power over the band").isCloseTo(1, Offset.offset(0.01));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 60", "0.5, 60", "1, 60", "1, 1016", "2.5, 40", "0.0200321, 1016"})
    void resamplingKeepsTheResponseInBand(double samplesPerTap, int taps) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(taps);
        double[] measured = new double[2 * taps];
        Arrays.setAll(measured, i -> random.nextGaussian() * Math.exp(-3.0 * i / measured.length));
        assertSameResponse(measured, samplesPerTap);
    }

    @Test
    void realResponsesBecomeChannels() throws Exception {
        Path logs = Path.of(System.getenv().getOrDefault("SEMLINK_DATA", "absent")).resolve("channels/uwb-measured/results");
        assumeThat(Files.isDirectory(logs)).as("SEMLINK_DATA must hold channels/uwb-measured").isTrue();
        int[] counts = {225, 229, 214};
        String[] names = {"14.log", "34.log", "40.log"};
        for (int i = 0; i < 3; i++) {
            Path log = logs.resolve(names[i]);
            assertThatThrownBy(() -> ImpulseResponses.read(log, 100_000)).hasMessageContaining("has " + counts[i] + " impulse responses");
        }
        double[] response = ImpulseResponses.read(logs.resolve("40.log"), 7);
        assertThat(response).hasSize(2 * 1016);
        TapProfile profile = MeasuredChannel.profile(response, 1 / 998.4e6, 30);
        assertThat(profile.count()).isBetween(10, 200);
        assertThat(profile.rmsDelay()).as("rms delay spread in a flat, s").isBetween(3e-9, 60e-9);
        String spec = "sim:ideal,channel=measured,index=7,path=" + logs.resolve("40.log");
        try (Radio radio = Radios.open(spec + ",response-rate=20M", new RadioContext(1e6, 1.0 / 16, 200.0 / 256, BAND * 1e6, 1))) {
            assertThat((double) radio.description().get("rms_delay_spread_s")).as("stretched").isCloseTo(profile.rmsDelay() * 998.4 / 20,
                    Offset.offset(1e-9));
            assertThat(Snr.toDb(radio.trueSnr().orElseThrow())).isInfinite();
        }
    }
}
