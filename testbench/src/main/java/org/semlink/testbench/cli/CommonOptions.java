// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import picocli.CommandLine.Option;

/** Options that every verb has; {@link ErrorLines} looks at them. */
public final class CommonOptions {

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean verbose;

    /** Whether the trace of an error is wanted. */
    public boolean verbose() {
        return verbose;
    }
}
