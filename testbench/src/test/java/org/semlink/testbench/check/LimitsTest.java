// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;
import org.w3c.dom.Element;

class LimitsTest {

    @TempDir
    Path folder;

    private List<Checks.Check> check(String limits, double... psnr) {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            for (int i = 0; i < psnr.length; i++) {
                writer.put(new StoredTrial(i, Map.of("scheme", i % 2 == 0 ? "even" : "odd", "snr_db", "10", "picture", "p" + i), 1, Status.DONE, "", 1,
                        Double.isNaN(psnr[i]) ? Map.of() : Map.of("quality.denoised.psnr_db", psnr[i]), "{}"));
            }
        }
        try (TrialStore store = TrialStore.openForReading(folder)) {
            List<Checks.Check> checks = Checks.of(store, Limits.read(limits, "l.yaml"));
            CheckReport.write(folder, "x<y", checks);
            return checks;
        }
    }

    @Test
    void meansAreHeldAgainstLimitsAtEveryPoint() throws Exception {
        List<Checks.Check> checks = check("limits:\n- {metric: quality.denoised.psnr_db, at-least: 25, at-most: 31}\n", 24, 30, 26, 34);
        assertThat(checks).extracting(Checks.Check::name).containsExactly("quality.denoised.psnr_db at scheme=even",
                "quality.denoised.psnr_db at scheme=odd", "failed trials");
        assertThat(checks).extracting(Checks.Check::passed).containsExactly(true, false, true);
        assertThat(checks.get(1).found()).isEqualTo("32.0000 [6.58759, 57.4124] over 2 pictures, 2 trials");
        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve(CheckReport.XML).toFile()).getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve(CheckReport.MARKDOWN))).contains("1 of 3 checks failed").contains("| **failed** |");
    }

    /** Names are people's: whatever they hold, both files are well-formed and show it. */
    @Test
    void anyNameCanBeReported() throws Exception {
        String name = "a\\|b|<b>&amp;\u0001 \ud83d\ude00\n";
        CheckReport.write(folder, "x", List.of(new Checks.Check(name, "at least 1", "0 | <i>", false)));
        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve(CheckReport.XML).toFile()).getDocumentElement();
        assertThat(((Element) suite.getElementsByTagName("testcase").item(0)).getAttribute("name")).startsWith("a\\|b|<b>&amp;\ufffd \ud83d\ude00");
        assertThat(Files.readString(folder.resolve(CheckReport.MARKDOWN)).lines().skip(4))
                .containsExactly("| **failed** | a\\\\\\|b\\|&lt;b>&amp;amp;  \ud83d\ude00  | at least 1 | 0 \\| &lt;i> |");
    }

    @Test
    void whereNarrowsALimitAndNumbersAreComparedAsNumbers() {
        List<Checks.Check> checks = check("limits:\n- metric: quality.denoised.psnr_db\n  where: {scheme: odd, snr_db: 10.0}\n  at-least: 25\n", 1, 30);
        assertThat(checks).hasSize(2).allMatch(Checks.Check::passed);
    }

    @Test
    void whatHasNoValueFails() {
        assertThat(check("limits:\n- {metric: quality.denoised.psnr_db, at-least: 1}\n", Double.NaN).get(0).passed()).isFalse();
        assertThat(check("limits:\n- {metric: link.snr_db, where: {scheme: absent}, at-least: 1}\n", 1).get(0).found()).isEqualTo("no trial");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limits: []                                            | lists no limits",
        "limit: []                                             | line 1, column 1: unknown key 'limit', did you mean 'limits'?",
        "limits: [{metric: quality.denoised.psnr, at-least: 1}] | did you mean 'quality.denoised.psnr_db'?",
        "limits: [{metric: link.snr_db}]                       | at-least, at-most or both",
        "limits: [{metric: link.snr_db, at-least: 2, at-most: 1}] | the first not above the second",
        "limits: [{at-least: 2}]                               | metric is missing"})
    void slipsAreNamed(String text, String message) {
        assertThatThrownBy(() -> Limits.read(text, "l.yaml")).hasMessageContaining(message);
    }

    @Test
    void aPlaceThatIsNotInTheGridIsRefused() {
        Limits limits = Limits.read("limits: [{metric: link.snr_db, where: {snr_db: 5}, at-least: 2}]", "l.yaml");
        limits.requireIn(List.of(Map.of("snr_db", "10"), Map.of("snr_db", "5")));
        assertThatThrownBy(() -> limits.requireIn(List.of(Map.of("snr_db", "10")))).hasMessageContaining("no trial of the experiment has snr_db=5");
    }
}
