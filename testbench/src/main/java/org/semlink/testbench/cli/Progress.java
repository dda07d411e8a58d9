// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import org.semlink.testbench.live.LiveFeed;

/** One line that says what is going on: on stderr, rewritten in place, if that is a terminal; and to whoever watches. */
public final class Progress implements AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final LiveFeed feed;
    private final boolean terminal;

    /** The launcher knows whether stderr is a terminal; Java 17 cannot ask for stderr alone. */
    public Progress(PrintWriter err, LiveFeed feed) {
        this.err = err;
        this.feed = feed;
        this.terminal = Boolean.getBoolean("semlink.terminal");
    }

    /** Replaces the line. */
    public void say(String text) {
        feed.say(text);
        if (terminal) {
            err.print(CLEAR + text);
            err.flush();
        }
    }

    /** Wipes the line, so that what follows starts clean. */
    public void clear() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
