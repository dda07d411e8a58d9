// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a request to end cleanly: the process waits, a minute at most, until the work that asks {@link #requested} has put what it has
 * in its place and closed this.
 */
public final class Interruption implements AutoCloseable {

    /** Exit code of an interrupted command. */
    public static final int EXIT_CODE = 130;

    private static final long PATIENCE_S = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "ctrl-c");
    private volatile boolean requested;
    private volatile Runnable inVain = () -> { };

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether to put things in their place and end. */
    public boolean requested() {
        return requested;
    }

    /** What is done if the work does not end in time. */
    public void orElse(Runnable action) {
        inVain = action;
    }

    /** Ends the work that asks, at once: for whoever catches this and puts what is done in its place. */
    public void check() {
        if (requested) {
            throw new CancellationException("interrupted");
        }
    }

    /** Does work that now and then asks {@link #check}; whether it came to its end. */
    public boolean finished(Runnable work) {
        try {
            work.run();
            return true;
        } catch (CancellationException e) {
            if (!requested) {
                throw e;
            }
            return false;
        }
    }

    /** Says on {@code err} what was kept and which command does the rest; the exit code. */
    public static int end(PrintWriter err, String kept, String command) {
        err.println("semlink: interrupted; " + kept + ": " + command);
        err.flush();
        return EXIT_CODE;
    }

    private void request() {
        requested = true;
        try {
            if (done.await(1, TimeUnit.SECONDS)) {
                return;
            }
            System.err.println("semlink: interrupted; what is being worked on is finished first, in " + PATIENCE_S + " s at most");
            if (!done.await(PATIENCE_S - 1, TimeUnit.SECONDS)) {
                System.err.println("semlink: ended without a clean close, after " + PATIENCE_S + " s");
                inVain.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook has nothing to wait for any more.
        }
    }
}
