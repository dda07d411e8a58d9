// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;

/** The doctor names what is there, what is broken and what to install. */
class SoapyDoctorTest {

    @Test
    void withoutTheLibraryItSaysWhatToInstall() {
        SoapyDoctor doctor = SoapyDoctor.examine(() -> SoapySdr.load(List.of("NoSuchSoapy")));
        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.lines()).singleElement().asString().startsWith("! no SoapySDR library (tried NoSuchSoapy)")
                .contains("apt-get install libsoapysdr0.8");
        assertThatThrownBy(() -> SoapySdr.load(List.of("NoSuchSoapy"))).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT));
    }

    @Test
    void aLibraryThatDoesNotLoadIsNotCalledAbsent(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("libEmptySoapy.so");
        Files.writeString(file, "not a library");
        NativeLibrary.addSearchPath("EmptySoapy", folder.toString());
        assertThat(SoapyDoctor.examine(() -> SoapySdr.load(List.of("EmptySoapy"))).lines()).singleElement().asString()
                .startsWith("! the SoapySDR library does not load: " + file).doesNotContain("\n");
    }

    private static List<String> found(Map<String, String> environment, String... options) throws IOException {
        ProcessBuilder builder = LoopbackModule.command(LoadingProbe.class, List.of(), options);
        builder.environment().putAll(environment);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    /** Its class fails at the first use by one error, at every later one by another. */
    @Test
    void whereTheBindingDoesNotLoadThatIsFoundEveryTime() throws IOException {
        assertThat(found(Map.of(), "-Djna.nounpack=true", "-Djna.nosys=true")).hasSize(4).allSatisfy(line -> assertThat(line)
                .contains("JNA's native library does not load").contains("SEMLINK_JAVA_OPTIONS=-Djna.tmpdir=FOLDER"))
                .first().asString().startsWith("doctor: 3 ! ");
    }

    @Test
    void textsGoToTheLibraryAsTheyComeFromIt() throws IOException {
        LoopbackModule.require();
        assertThat(found(Map.of("LC_ALL", "C"))).contains("name: <e4><3a9>", "log: warning: <e4><3a9>");
    }

    @Test
    void aBrokenModuleIsNamedWithItsError() throws IOException {
        LoopbackModule.require();
        SoapyDoctor well = SoapyDoctor.examine();
        assertThat(well.lines()).anyMatch(l -> l.startsWith("library") && l.contains("libSoapySDR"))
                .anyMatch(l -> l.startsWith("ABI") && l.contains("0.8")).anyMatch(l -> l.equals("driver        loopback"))
                .anyMatch(l -> l.startsWith("search path") && l.contains("soapy-modules"))
                .noneMatch(l -> l.contains("! ") && l.contains("loopback"));
        Path broken = Path.of(System.getenv("SOAPY_SDR_PLUGIN_PATH")).resolve("libbroken.so");
        Files.writeString(broken, "not a library");
        try {
            SoapyDoctor ill = SoapyDoctor.examine();
            assertThat(ill.exitCode()).isEqualTo(3);
            assertThat(ill.lines()).anyMatch(l -> l.startsWith("! loader") && l.contains("libbroken.so"));
        } finally {
            Files.delete(broken);
        }
    }
}
