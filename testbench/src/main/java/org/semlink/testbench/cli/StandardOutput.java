// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.semlink.common.SemlinkException;

/** Whether what was printed came where it was to go: a full disk or a closed descriptor takes all of it in silence. */
public final class StandardOutput {

    private StandardOutput() {
    }

    /**
     * The exit code of a command that ended with {@code code}; lost output is an error of the environment, said on {@code err}.
     *
     * @param raw where {@code out} leads to
     */
    public static int ended(int code, PrintWriter out, OutputStream raw, PrintWriter err) {
        if (!out.checkError()) {
            return code;
        }
        Optional<String> reason = reason(raw);
        if (reason.isEmpty()) {
            return code;
        }
        err.println("semlink: what was to be printed is lost (" + reason.get() + "); see to it that there is space where the output goes, and run it again");
        err.flush();
        return code == 0 ? SemlinkException.Kind.ENVIRONMENT.exitCode() : code;
    }

    /** Why nothing can be written; nothing if that is as it should be. Writers keep no reason, so that one more byte has to ask for it. */
    private static Optional<String> reason(OutputStream raw) {
        try {
            raw.write('\n');
            raw.flush();
            return Optional.of("for a while nothing could be written");
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            // Whoever reads, such as head, has had enough.
            return message.toLowerCase(Locale.ROOT).contains("pipe") ? Optional.empty() : Optional.of(message);
        }
    }
}
