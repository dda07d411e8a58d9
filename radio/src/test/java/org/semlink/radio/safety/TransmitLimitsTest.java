// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;

/** The configuration file: where it lies, what it may say, and that the whole signal must lie inside a band. */
class TransmitLimitsTest {

    @TempDir
    private Path folder;

    private static TransmitLimits read(String text) {
        return TransmitLimits.read(YamlMap.parse(text, "c.yaml"), "c.yaml");
    }

    private static final String ISM = "transmit:\n  duty-cycle: 0.2\n  bands:\n    - {from: 433.05M, to: 434.79M, max-gain: 10, duty-cycle: 0.1, "
            + "note: SRD}\n    - {from: 2400M, to: 2483.5M, duty-cycle: 0.9, max-continuous: 1, note: ISM}\n";

    @ParameterizedTest
    @CsvSource({"2400.4e6, 800e3, true", "2400.399e6, 800e3, false", "2483.1e6, 800e3, true", "2483.101e6, 800e3, false",
        "433.92e6, 1.74e6, true", "433.92e6, 1.75e6, false", "1e9, 1, false", "NaN, 1, false", "2450e6, NaN, false"})
    void theWholeSignalMustLieInsideOneBand(double frequencyHz, double bandwidthHz, boolean allowed) {
        TransmitLimits limits = read(ISM);
        if (allowed) {
            assertThat(limits.permit("r", frequencyHz, bandwidthHz).band().fromHz()).isLessThan(frequencyHz);
        } else {
            assertThatThrownBy(() -> limits.permit("soapy:r", frequencyHz, bandwidthHz)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void theRefusalSaysWhatIsAllowed() {
        assertThatThrownBy(() -> read(ISM).permit("soapy:r", 2483.3e6, 800e3)).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessage("radio soapy:r may not transmit from 2482.9 to "
                        + "2483.7 MHz: c.yaml allows 433.05 to 434.79 MHz (SRD), 2400 to 2483.5 MHz (ISM); choose a frequency so that the whole "
                        + "signal lies in a band that you may use");
        assertThatThrownBy(() -> read("").permit("soapy:r", 1e9, 1)).hasMessageContaining("c.yaml allows no band");
        assertThatThrownBy(() -> ConfigurationFile.at(folder.resolve("none")).limits().permit("soapy:r", 1e9, 1))
                .hasMessageContaining("none (not there) allows no band").hasMessageContaining("semlink radios limits");
    }

    @Test
    void whatTheDeviceMadeOfItIsHeldToTheSameBand() {
        TransmitPermit permit = read(ISM).permit("soapy:r", 433.92e6, 8e5);
        permit.requireActual(433.93e6, 10);
        assertThatThrownBy(() -> permit.requireActual(434.5e6, 10)).hasMessageContaining("its device tuned to 434.5 MHz, outside the band");
        assertThatThrownBy(() -> permit.requireActual(433.92e6, 10.5)).hasMessageContaining("gain is 10.5 dB, c.yaml allows 10.0 dB");
        assertThatThrownBy(() -> permit.requireActual(433.92e6, Double.NaN)).hasMessageContaining("gain is NaN");
        read(ISM).permit("soapy:r", 2450e6, 8e5).requireActual(2450e6, 89);
    }

    @Test
    void aBandTightensTheGeneralLimitsAndCannotLoosenThem() {
        TransmitLimits limits = read(ISM);
        assertThat(limits.bands()).extracting(AllowedBand::dutyCycle).containsExactly(0.1, 0.2);
        assertThat(limits.bands()).extracting(AllowedBand::maxContinuous).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(1));
        assertThat(limits.waits()).isTrue();
        assertThat(read("transmit: {over-limit: refuse}").waits()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "transmitt: {}                                          | c.yaml line 1, column 1: unknown key 'transmitt', did you mean 'transmit'?",
        "transmit: {duty_cycle: 1}                              | unknown key 'duty_cycle', did you mean 'duty-cycle'?",
        "transmit: {duty-cycle: 0}                              | c.yaml line 1: duty-cycle must be from",
        "transmit: {duty-cycle: 10%}                            | duty-cycle must be a number, got '10%'",
        "transmit: {over-limit: wiat}                           | must be one of [wait, refuse], got 'wiat'; did you mean 'wait'?",
        "transmit: {bands: 3}                                   | bands must be a list",
        "transmit: {bands: [{from: 1M, to: 2M}]}                | note is missing in a band",
        "transmit: {bands: [{from: 1M, to: 2M, note: ' '}]}     | note must have one value",
        "transmit: {bands: [{from: 2M, to: 1M, note: x}]}       | to must be above from, got 2M to 1M",
        "transmit: {bands: [{from: 1M, to: inf, note: x}]}      | to must be a number, got 'inf'",
        "transmit: {bands: [{from: 1M, to: 2M, nte: x}]}        | unknown key 'nte', did you mean 'note'?"})
    void slipsAreRefusedWithTheirLine(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessageContaining(message).hasMessageContaining("c.yaml line 1");
    }

    @ParameterizedTest
    @CsvSource({"Linux,,,/h/.config/semlink/config.yaml", "Linux,,/x,/x/semlink/config.yaml", "Linux,,relative,/h/.config/semlink/config.yaml",
        "Mac OS X,,/x,/h/Library/Application Support/semlink/config.yaml", "Linux,/my.yaml,/x,/my.yaml",
        "Windows 11,,,/h/AppData/Roaming/semlink/config.yaml"})
    void theFileLiesWhereTheSystemKeepsSuchFiles(String system, String named, String xdg, String expected) {
        Map<String, String> environment = new java.util.HashMap<>();
        environment.put(ConfigurationFile.VARIABLE, named == null ? "" : named);
        environment.put("XDG_CONFIG_HOME", xdg == null ? "" : xdg);
        assertThat(ConfigurationFile.locate(environment, system, Path.of("/h"))).isEqualTo(Path.of(expected));
    }

    @Test
    void theTemplateAllowsNothingUntilABandIsUncommented() throws IOException {
        ConfigurationFile file = ConfigurationFile.at(folder.resolve("deep/config.yaml"));
        file.writeTemplate();
        assertThat(file.limits().bands()).isEmpty();
        assertThat(file.limits().window()).isEqualTo(TransmitLimits.WINDOW);
        assertThatThrownBy(file::writeTemplate).hasMessageContaining("is there already and was left as it is");
        String edited = Files.readString(file.path()).replace("bands: []", "bands:").replaceAll("(?m)^  #  ", "    ");
        Files.writeString(file.path(), edited);
        assertThat(file.limits().bands()).hasSize(2);
        assertThat(file.limits().bands().get(0).maxGainDb()).isEqualTo(40);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = folder.resolve("binary");
        Files.write(file, new byte[] {'a', (byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ConfigurationFile.at(file).limits()).isInstanceOf(SemlinkException.class).hasMessageContaining("UTF-8");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> ConfigurationFile.at(file).limits()).isInstanceOf(SemlinkException.class).hasMessageContaining("at most");
    }
}
