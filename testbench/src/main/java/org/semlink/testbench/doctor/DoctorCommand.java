// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink doctor}: whether this machine has what semlink needs, and what to do where it has not. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Looks at Java, native libraries, GPU, SoapySDR, models, configuration, LPIPS, disk and memory, and says what to do about what is "
                + "missing; exit code 3 if something is missing that every link needs.",
        footerHeading = "%nExamples:%n", footer = {"  semlink doctor", "  semlink doctor --json"})
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "Print the findings as JSON on stdout, and nothing else there.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Finding> findings = new Examination(System.getenv(), Path.of("").toAbsolutePath()).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(toJson(findings)));
        } else {
            findings.forEach(finding -> print(out, finding));
        }
        out.flush();
        return exitCode(findings);
    }

    static int exitCode(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.state() == Finding.State.MISSING) ? 0 : SemlinkException.Kind.ENVIRONMENT.exitCode();
    }

    /** Colour only on a terminal, and not where NO_COLOR is set: Picocli knows both. */
    private static void print(PrintWriter out, Finding finding) {
        String colour = switch (finding.state()) {
            case OK -> "green";
            case OPTIONAL -> "yellow";
            case MISSING -> "red,bold";
        };
        String state = String.format("%-8s", finding.state().name().toLowerCase(Locale.ROOT));
        out.println(Ansi.AUTO.string("@|" + colour + " " + state + "|@") + "  " + String.format("%-17s", finding.subject()) + "  " + finding.found()
                + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy()));
    }

    private static ObjectNode toJson(List<Finding> findings) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("well", exitCode(findings) == 0);
        ArrayNode list = node.putArray("findings");
        for (Finding finding : findings) {
            list.addObject().put("subject", finding.subject()).put("state", finding.state().name().toLowerCase(Locale.ROOT)).put("found", finding.found())
                    .put("remedy", finding.remedy());
        }
        return node;
    }
}
