// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.Semlink;

/** What the doctor says of this machine, on which everything that a link needs is there, and of broken ones. */
class DoctorCommandTest {

    @TempDir
    private Path folder;

    @Test
    void thisMachineIsWell() throws Exception {
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out, true), new PrintWriter(new StringWriter()), "doctor", "--json")).as(out.toString()).isZero();
        JsonNode node = new ObjectMapper().readTree(out.toString());
        assertThat(node.get("well").booleanValue()).isTrue();
        assertThat(node.get("findings")).extracting(finding -> finding.get("subject").textValue()).containsExactly("Java", "PyTorch", "GPU", "JNA", "fonts",
                "SoapySDR", "model base", "model taef2", "model djscc", "model djscc-cifar", "configuration", "LPIPS weights", "disk", "memory");
        for (JsonNode finding : node.get("findings")) {
            assertThat(finding.get("remedy").textValue().isEmpty()).as(finding.toString()).isEqualTo(finding.get("state").textValue().equals("ok"));
        }
    }

    @Test
    void weightsThatAreNoneAreMissingWithTheReason() throws Exception {
        Path file = Files.writeString(folder.resolve("lpips.safetensors"), "no weights");
        List<Finding> findings = new Examination(Map.of("SEMLINK_LPIPS", file.toString()), folder).findings();
        Finding lpips = findings.stream().filter(finding -> finding.subject().equals("LPIPS weights")).findFirst().orElseThrow();
        assertThat(lpips.state()).isEqualTo(Finding.State.MISSING);
        assertThat(lpips.found()).contains("lpips.safetensors");
        assertThat(DoctorCommand.exitCode(findings)).isEqualTo(3);
    }

    @Test
    void whatDoesNotLoadIsAFindingAndNoCrash() {
        assertThat(Examination.look("x", "do y", () -> {
            throw new UnsatisfiedLinkError("no z in java.library.path");
        })).isEqualTo(Finding.missing("x", "java.lang.UnsatisfiedLinkError: no z in java.library.path", "do y"));
        assertThat(Examination.look("x", "do y", () -> {
            throw SemlinkException.input("model file base/vae.safetensors has sha256 1");
        }).state()).isEqualTo(Finding.State.MISSING);
        assertThat(DoctorCommand.exitCode(List.of(Finding.ok("a", ""), Finding.optional("b", "", "c")))).isZero();
    }
}
