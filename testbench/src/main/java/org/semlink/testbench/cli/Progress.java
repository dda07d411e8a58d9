// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.util.List;
import org.semlink.testbench.live.LiveFeed;

/** What is going on, in a line or a small table: on stderr, rewritten in place, if that is a terminal; and to whoever watches. */
public final class Progress implements AutoCloseable {

    /** To the beginning of the line, and nothing from there to the end of the screen. */
    private static final String CLEAR = "\r\u001b[J";
    private static final String UP = "\u001b[A";

    private final PrintWriter err;
    private final LiveFeed feed;
    private final boolean terminal;
    private int below;

    /** The launcher knows whether stderr is a terminal; Java 17 cannot ask for stderr alone. */
    public Progress(PrintWriter err, LiveFeed feed) {
        this.err = err;
        this.feed = feed;
        this.terminal = Boolean.getBoolean("semlink.terminal");
    }

    /** Replaces what was said before. */
    public void say(String text) {
        show(List.of(text));
    }

    /** Replaces what was said before by several lines, of which those who watch elsewhere hear the first. */
    public void show(List<String> lines) {
        feed.say(lines.get(0));
        if (terminal) {
            err.print(wipe() + String.join("\n", lines));
            err.flush();
            below = lines.size() - 1;
        }
    }

    /** Wipes what was said, so that what follows starts clean. */
    public void clear() {
        if (terminal) {
            err.print(wipe());
            err.flush();
            below = 0;
        }
    }

    private String wipe() {
        return UP.repeat(below) + CLEAR;
    }

    @Override
    public void close() {
        clear();
    }
}
