// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.semlink.testbench.live.LiveFeed;

/** What is going on, in a line or a small table: on stderr, rewritten in place, if that is a terminal; and to whoever watches. */
public final class Progress implements AutoCloseable {

    /** To the beginning of the line, and nothing from there to the end of the screen. */
    private static final String CLEAR = "\r\u001b[J";
    private static final String UP = "\u001b[A";
    /** Of terminals that do not say how wide they are. */
    private static final int USUAL_COLUMNS = 80;

    private final PrintWriter err;
    private final LiveFeed feed;
    private final boolean terminal;
    private final int columns;
    private int below;

    /** The launcher knows whether stderr is a terminal, and how wide; Java 17 cannot ask for stderr alone. */
    public Progress(PrintWriter err, LiveFeed feed) {
        this.err = err;
        this.feed = feed;
        this.terminal = Boolean.getBoolean("semlink.terminal");
        int told = Integer.getInteger("semlink.columns", 0);
        this.columns = told > 1 ? told : USUAL_COLUMNS;
    }

    /** Replaces what was said before. */
    public void say(String text) {
        show(List.of(text));
    }

    /** Replaces what was said before by several lines, of which those who watch elsewhere hear the first. */
    public void show(List<String> lines) {
        feed.say(lines.get(0));
        if (terminal) {
            err.print(wipe() + lines.stream().map(this::cut).collect(Collectors.joining("\n")));
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

    /** Short of the last column: a line that went on in the next row would not be wiped whole. */
    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    private String wipe() {
        return UP.repeat(below) + CLEAR;
    }

    @Override
    public void close() {
        clear();
    }
}
