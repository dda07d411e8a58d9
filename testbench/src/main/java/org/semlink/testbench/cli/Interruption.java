// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

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

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether to put things in their place and end. */
    public boolean requested() {
        return requested;
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
