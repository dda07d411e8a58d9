// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Does several things at once, each on a thread of its own. */
public final class Together {

    private Together() {
    }

    /** What comes of all, in order; the first error is thrown when all are over. A single task stays on this thread. */
    public static <T> List<T> all(List<Supplier<T>> tasks) {
        if (tasks.size() == 1) {
            return List.of(tasks.get(0).get());
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> running = tasks.stream().map(task -> threads.submit(task::get)).toList();
            List<T> results = new ArrayList<>();
            Throwable first = null;
            for (Future<T> one : running) {
                try {
                    results.add(one.get());
                } catch (ExecutionException e) {
                    first = first == null ? e.getCause() : first;
                }
            }
            if (first instanceof Error error) {
                throw error;
            }
            if (first != null) {
                throw (RuntimeException) first;
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while several things were done at once", e);
        } finally {
            threads.shutdown();
        }
    }
}
