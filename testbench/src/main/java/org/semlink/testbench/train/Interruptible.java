// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Runs a training so that Ctrl-C lets the running step end and the checkpoint be written before the JVM goes. */
final class Interruptible {

    /** The command's exit code after Ctrl-C. */
    static final int EXIT_CODE = 130;

    private Interruptible() {
    }

    /**
     * Runs {@code training}, which asks before every step whether to go on.
     *
     * @param done  whether a result is that of a whole training
     * @param steps that it has behind it
     */
    static <R> R run(PrintWriter err, Predicate<R> done, ToLongFunction<R> steps, Function<BooleanSupplier, R> training) {
        AtomicBoolean goOn = new AtomicBoolean(true);
        CountDownLatch saved = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(goOn, saved));
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            R result = training.apply(goOn::get);
            if (!done.test(result)) {
                err.printf("stopped after step %d; run the same command again to go on%n", steps.applyAsLong(result));
                err.flush();
            }
            return result;
        } finally {
            saved.countDown();
            if (goOn.get()) {
                unhook(stopper);
            }
        }
    }

    private static void unhook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // Ctrl-C came in this very moment; the hook has nothing to wait for any more.
        }
    }

    private static void stop(AtomicBoolean goOn, CountDownLatch saved) {
        goOn.set(false);
        try {
            saved.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
