// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialWriter;

/**
 * Stores trials through a disk that is full for a while: the trial is kept and tried again, the threads wait, and what went wrong is noted once
 * the disk takes it. After {@value #PATIENCE_S} s, or when asked to stop, the error ends the run; stored trials stay as they are.
 */
final class PatientWriter {

    private static final long PATIENCE_S = 600;
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final TrialWriter writer;

    PatientWriter(TrialWriter writer) {
        this.writer = writer;
    }

    /** Stores a trial for good. */
    void put(StoredTrial trial, Consumer<String> trouble, BooleanSupplier stop) {
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE_MS;
        String reason = "";
        while (true) {
            try {
                writer.put(trial);
                if (!reason.isEmpty()) {
                    writer.incident(String.format(java.util.Locale.ROOT, "trial %d waited %.1f s for the store: %s", trial.number(), seconds(begin), reason));
                }
                return;
            } catch (SemlinkException e) {
                reason = e.getMessage();
                if (stop.getAsBoolean() || seconds(begin) > PATIENCE_S) {
                    throw SemlinkException.environment("%s; make room, and add --resume to go on", reason).causedBy(e);
                }
                trouble.accept(reason);
            }
            sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
    }

    /** Notes what went wrong besides a trial, if the store can take it. */
    void note(String what) {
        try {
            writer.incident(what);
        } catch (SemlinkException e) {
            // The trial that follows meets the same store, and waits for it.
            System.err.println("semlink: " + what);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the store", e);
        }
    }
}
