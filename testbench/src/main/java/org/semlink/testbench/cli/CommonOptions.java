// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Option;

/** Options that every verb has; {@link ErrorLines} looks at them. */
public final class CommonOptions {

    /** Mutes stdout; {@link ErrorLines} sees to it. */
    static final String QUIET = "--quiet";

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean verbose;

    @Option(names = {"-q", QUIET}, description = "Print warnings, errors and what --json asks for, nothing else.")
    private boolean quiet;

    /** Whether nothing but warnings, errors and JSON is wanted. */
    public boolean quiet() {
        return quiet;
    }

    /** Where progress is said: nowhere if quiet is wanted. */
    public PrintWriter progress(PrintWriter err) {
        return quiet ? new PrintWriter(Writer.nullWriter()) : err;
    }

    /** Whether the trace of an error is wanted. */
    public boolean verbose() {
        return verbose;
    }
}
