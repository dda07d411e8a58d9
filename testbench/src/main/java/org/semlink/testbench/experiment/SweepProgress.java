// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.io.PrintWriter;
import java.util.Locale;
import org.semlink.testbench.cli.Progress;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;

/** What a sweep says while it runs: how much is done, what failed, how long it will take. Safe for use by several threads. */
final class SweepProgress implements Sweep.Listener {

    /** As often as an eye can follow. */
    private static final double SAID_EVERY_S = 0.1;

    private final Progress progress;
    private final PrintWriter err;
    private final LiveFeed feed;
    private final long most;
    private final long begin = System.nanoTime();
    private final int before;
    private double said = Double.NEGATIVE_INFINITY;
    private long ended;
    private long failed;
    private String firstReason = "";
    private String trouble = "";

    /**
     * @param most   trials of the experiment
     * @param before trials that were done when the run began
     */
    SweepProgress(Progress progress, PrintWriter err, LiveFeed feed, long most, int before) {
        this.progress = progress;
        this.err = err;
        this.feed = feed;
        this.most = most;
        this.before = before;
    }

    @Override
    public synchronized void ended(StoredTrial trial) {
        ended++;
        trouble = "";
        if (trial.status() == Status.FAILED) {
            failed++;
            firstReason = firstReason.isEmpty() ? trial.reason() : firstReason;
        }
        if (seconds() - said >= SAID_EVERY_S || before + ended == most) {
            said = seconds();
            say(trial);
        }
        feed.count("trials done", before + ended);
        feed.count("trials failed", failed);
    }

    private void say(StoredTrial trial) {
        double left = (most - before - ended) * seconds() / ended;
        progress.say(String.format(Locale.ROOT, "%d of %d trials%s, %s left: %s", before + ended, most, failed == 0 ? "" : ", " + failed + " failed",
                PlanText.duration(left), String.join(" ", trial.axes().values())));
    }

    @Override
    public synchronized void trouble(String what) {
        if (!what.equals(trouble)) {
            trouble = what;
            progress.clear();
            err.println("semlink: waiting for the store: " + what);
            err.flush();
        }
    }

    @Override
    public synchronized void warning(String what) {
        progress.clear();
        err.println("warning: " + what);
        err.flush();
    }

    synchronized long ended() {
        return ended;
    }

    synchronized long failed() {
        return failed;
    }

    synchronized String firstReason() {
        return firstReason;
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
