// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.Radios;

/** Built-in and own profiles, what the string replaces of them, and slips in them. */
class SimProfilesTest {

    @TempDir
    private Path folder;

    private static Map<String, Object> describe(String spec, long seed) {
        try (Radio radio = Radios.open(spec, new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, seed))) {
            return radio.description();
        }
    }

    @Test
    void everyBuiltInProfileOpens() {
        assertThat(SimProfiles.descriptions().keySet()).contains("hackrf", "b210", "pluto", "rtl");
        for (String name : SimProfiles.descriptions().keySet()) {
            Map<String, Object> description = describe("sim:profile=" + name, 1);
            assertThat(description).containsEntry("radio", "sim:profile=" + name).containsKeys("radio_with_profile", "sfo_ppm", "adc_bits");
        }
        assertThat(describe("sim:profile=hackrf", 1)).containsEntry("adc_bits", 8).containsEntry("lo_leakage_dbc", -30.0);
    }

    /** Uniform on +-20 ppm: of 200 seeds none beyond, the mean within five of its deviations (0.8), the extremes near the ends. */
    @Test
    void theClockIsDrawnBySeed() {
        Set<Double> drawn = new TreeSet<>();
        double mean = 0;
        for (int seed = 0; seed < 200; seed++) {
            Map<String, Object> description = describe("sim:profile=hackrf,channel=awgn", seed);
            double ppm = (double) description.get("sfo_ppm");
            assertThat((double) description.get("cfo_hz")).as("carrier and sampling from one clock").isEqualTo(ppm * 1e-6 * 915e6);
            drawn.add(ppm);
            mean += ppm / 200;
        }
        assertThat(mean).isBetween(-4.1, 4.1);
        assertThat(drawn).hasSize(200).allMatch(ppm -> Math.abs(ppm) <= 20).anyMatch(ppm -> ppm < -18).anyMatch(ppm -> ppm > 18);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sim:profile=P,adc=6          | sim:profile=P,adc=6,clock=3,freq=1G,channel=tdl-a,rms=50n,hold",
        "sim:profile=P,cfo=9          | sim:profile=P,cfo=9,adc=8,channel=tdl-a,rms=50n,hold",
        "sim:profile=P,clock=1        | sim:profile=P,clock=1,adc=8,freq=1G,channel=tdl-a,rms=50n,hold",
        "sim:channel=awgn,profile=P   | sim:channel=awgn,profile=P,adc=8,clock=3,freq=1G,hold",
        "sim:snr=1                    | sim:snr=1"})
    void theStringReplacesTheProfile(String given, String expected) throws Exception {
        Path path = Files.writeString(folder.resolve("p.yaml"), "description: mine\noptions:\n  adc: 8\n  clock: 3\n  freq: 1G\n"
                + "  channel: tdl-a\n  rms: 50n\n  hold: yes\n");
        RadioSpec applied = SimProfiles.apply(RadioSpec.parse(given.replace("P", path.toString())));
        assertThat(applied).hasToString(expected.replace("P", path.toString()));
        describe(applied.toString(), 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "options:\\n  adc: 8\\n  snt: 3   | line 3, column 3: unknown key 'snt', did you mean 'snr'?",
        "optoins:\\n  adc: 8              | line 1, column 1: unknown key 'optoins', did you mean 'options'?",
        "description: none                | has no options",
        "options:\\n  profile: b210       | line 2, column 3: unknown key 'profile'",
        "options:\\n  adc: [1, 2]         | line 2: adc must have one value",
        "options:\\n  adc: 99             | radio option adc must be from 0 to 24, got 99"})
    void slipsAreNamed(String text, String message) throws Exception {
        Path path = Files.writeString(folder.resolve("p.yaml"), text.replace("\\n", "\n"));
        assertThatThrownBy(() -> describe("sim:profile=" + path, 1)).isInstanceOf(SemlinkException.class).hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void absentProfilesAreNamed() {
        assertThatThrownBy(() -> describe("sim:profile=hackfr", 1)).isInstanceOf(SemlinkException.class)
                .hasMessageStartingWith("unknown profile 'hackfr', did you mean 'hackrf'?");
        assertThatThrownBy(() -> describe("sim:profile=absent.yaml", 1)).isInstanceOf(SemlinkException.class)
                .hasMessageStartingWith("profile absent.yaml does not exist");
    }
}
