// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.radios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.semlink.common.SemlinkException;
import org.semlink.radio.soapy.SoapySdr;
import org.semlink.testbench.Semlink;

/** The verb's answers with the library here or not: a clear line and the documented exit code either way. */
class RadiosCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private static boolean installed() {
        try {
            SoapySdr.load();
            return true;
        } catch (SemlinkException e) {
            return false;
        }
    }

    @Test
    void theDoctorNamesTheLibraryOrHowToGetIt() {
        int code = run("radios", "doctor");
        assertThat(out.toString()).contains(installed() ? "ABI           0.8" : "apt-get install libsoapysdr0.8");
        assertThat(code).isIn(installed() ? new Object[] {0, 3} : new Object[] {3});
    }

    @Test
    void probePrintsTheDeviceOrSaysWhatIsMissing() {
        int code = run("radios", "probe", "soapy:driver=null");
        if (installed()) {
            assertThat(code).isZero();
            assertThat(out.toString()).startsWith("driver null, hardware null").contains("hardware time false");
        } else {
            assertThat(code).isEqualTo(3);
            assertThat(err.toString()).contains("no SoapySDR library");
        }
    }

    @Test
    void anUnknownDriverIsOneLineAndCodeThree() {
        assertThat(run("radios", "list", "--driver", "absent")).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(1).first().asString()
                .contains(installed() ? "driver 'absent' is not installed" : "no SoapySDR library");
    }

    @Test
    void listBeginsWithTheSimulatedProfiles() {
        assertThat(run("radios", "list")).isIn(installed() ? new Object[] {0, 3} : new Object[] {3});
        assertThat(out.toString()).startsWith("sim:profile=hackrf\n    a pair of HackRF Ones");
    }

    @Test
    void aRadioOfAnotherSchemeIsRefused() {
        assertThat(run("radios", "probe", "sim:snr=3")).isEqualTo(2);
        assertThat(err.toString()).contains("must be a soapy: one, got 'sim:snr=3'");
    }

    /** The build names the file; this test is its only writer besides the guide's. */
    @Test
    void limitsShowWhatTheFileAllowsAndWriteAFirstOne() throws IOException {
        Path file = Path.of(System.getenv("SEMLINK_CONFIG"));
        Files.deleteIfExists(file);
        assertThat(run("radios", "limits")).isZero();
        assertThat(out.toString()).contains(file + " (not there; --write makes one)").contains("nothing: real radios receive only");
        assertThat(run("radios", "limits", "--write")).isZero();
        assertThat(out.toString()).contains("written " + file);
        assertThat(run("radios", "limits", "--write")).isEqualTo(2);
        assertThat(err.toString()).contains("is there already and was left as it is");
        Files.writeString(file, "transmit:\n  bands:\n    - {from: 2400M, to: 2483.5M, max-gain: 20, duty-cycle: 0.05, note: cable}\n");
        assertThat(run("radios", "limits")).isZero();
        assertThat(out.toString()).contains("2400 to 2483.5 MHz (cable)").contains("at most 20.0 dB")
                .contains("0.05 of any 60 s, 4 s in one go, then a pause of 0.1 s");
        Files.writeString(file, "transmit:\n  band: []\n");
        assertThat(run("radios", "limits")).isEqualTo(2);
        assertThat(err.toString()).contains(file + " line 2, column 3: unknown key 'band', did you mean 'bands'?");
        Files.delete(file);
    }
}
