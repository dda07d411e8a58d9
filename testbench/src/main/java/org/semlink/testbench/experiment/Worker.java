// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A thread with its workbench: everything native there is made, used and closed by that thread. */
final class Worker implements AutoCloseable {

    private final ExecutorService thread;
    private final Workbench bench;

    Worker(String name, Workbench bench) {
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        this.bench = bench;
    }

    /** Work of one thread; {@code failing} tells whether another one has met an error that ends all. */
    @FunctionalInterface
    interface Task {
        void run(Workbench bench, BooleanSupplier failing);
    }

    /** Does {@code task} on every thread and waits for all; the first error is thrown. */
    static void all(List<Worker> workers, Task task) {
        AtomicBoolean failing = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (Worker worker : workers) {
            running.add(worker.thread.submit(() -> {
                try {
                    task.run(worker.bench, failing::get);
                } catch (RuntimeException | Error e) {
                    failing.set(true);
                    throw e;
                }
            }));
        }
        RuntimeException first = null;
        for (Future<?> one : running) {
            try {
                result(one);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Does {@code work} on the thread and waits for it. */
    <T> T call(Function<Workbench, T> work) {
        return result(thread.submit(() -> work.apply(bench)));
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trials were running", e);
        }
    }

    @Override
    public void close() {
        call(closing -> {
            closing.close();
            return null;
        });
        thread.shutdown();
    }
}
