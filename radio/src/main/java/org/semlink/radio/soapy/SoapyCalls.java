// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.semlink.common.SemlinkException;

/** The two guards around native calls: the library's error of this very thread, and a time-out for calls that may hang. */
final class SoapyCalls {

    private SoapyCalls() {
    }

    /**
     * The result of {@code call}, or an environment error with what the library said.
     *
     * <p>Status and text are thread-local in the library and cleared when a call starts, so both are read here, on the thread that called.
     * The status is the only sign of an exception inside a stream call: what that returns, -1, also means "timed out".
     */
    static <T> T checked(String name, Supplier<T> call) {
        T result = call.get();
        int status = SoapyLibrary.SoapySDRDevice_lastStatus();
        if (status != 0) {
            throw SemlinkException.environment("SoapySDR %s failed: %s; is the device plugged in, yours to use, and free? See 'semlink radios list' and 'probe'",
                    name, reason(status));
        }
        return result;
    }

    private static String reason(int status) {
        String text = SoapyLibrary.SoapySDRDevice_lastError();
        return text == null || text.isEmpty() ? SoapyLibrary.SoapySDR_errToStr(status) : text.strip().replace('\n', ' ');
    }

    /**
     * The result of {@code call}, made on a thread of its own, or an environment error after {@code timeout}.
     *
     * <p>A native call cannot be interrupted: it is left behind on a daemon thread, and what it returns in the end goes to {@code discard}.
     */
    static <T> T within(Duration timeout, String what, Supplier<T> call, Consumer<T> discard) {
        long start = System.nanoTime();
        return within(timeout, () -> start, what, call, discard);
    }

    /** As above, with the time counted from {@code progressNs}: the host time when the call last got on with its work. */
    static <T> T within(Duration timeout, LongSupplier progressNs, String what, Supplier<T> call, Consumer<T> discard) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                T result = call.get();
                if (!future.complete(result)) {
                    discard.accept(result);
                }
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        }, "soapy " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(future, timeout, progressNs, what);
        } catch (InterruptedException e) {
            future.cancel(false);
            // Runs only if the answer came before the cancellation.
            future.thenAccept(discard);
            Thread.currentThread().interrupt();
            throw SemlinkException.environment("interrupted while waiting for %s", what).causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T await(CompletableFuture<T> future, Duration timeout, LongSupplier progressNs, String what)
            throws InterruptedException, ExecutionException {
        while (true) {
            long left = timeout.toNanos() - (System.nanoTime() - progressNs.getAsLong());
            try {
                return future.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - progressNs.getAsLong() < timeout.toNanos()) {
                    continue;
                }
                SemlinkException late = SemlinkException.environment("%s did not answer within %s s; unplug and replug the device, or give "
                        + "a slow one more time with timeout=SECONDS", what, timeout.toMillis() / 1000.0);
                // Between the time-out and this line the answer may still have come.
                if (future.completeExceptionally(late) || future.isCompletedExceptionally()) {
                    throw late;
                }
                return future.join();
            }
        }
    }
}
