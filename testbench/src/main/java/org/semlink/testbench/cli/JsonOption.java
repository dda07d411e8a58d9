// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Option;

/** {@code --json} of verbs that print a few figures. */
public final class JsonOption {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(names = "--json", description = "Print the results as JSON on stdout, and nothing else there.")
    private boolean json;

    public boolean wanted() {
        return json;
    }

    /** Where text for people goes: nowhere if JSON is wanted. */
    public PrintWriter text(PrintWriter out) {
        return json ? new PrintWriter(Writer.nullWriter()) : out;
    }

    /** Prints maps, lists and what they hold. */
    public static void print(PrintWriter out, Object value) {
        try {
            out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists have a form in JSON", e);
        }
        out.flush();
    }

    /** A number as JSON has it: null where it is not finite. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
