// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.semlink.common.SemlinkException;

/**
 * Stands in front of a real transmitter and lets no burst pass that would break the duty cycle or a duration limit.
 *
 * <p>Bursts are taken to leave one after another, each at once or when its predecessor has left. With D the length of a burst that starts
 * at s and W the window, the time on the air in (s + D - W, s + D] may be at most dutyCycle * W. The most loaded window always ends with a
 * burst, so that this holds for every window. Bursts with less than a pause between them are one continuous transmission. What waiting
 * can cure waits or is refused, as the limits say; a burst that is too long by itself, or beyond the total of the run, is always
 * refused. For one thread.
 */
public final class TransmitGuard {

    private final TransmitPermit permit;
    private final LongSupplier clockNs;
    private final LongConsumer sleepNs;
    private final TransmitHistory history;
    private final ArrayDeque<TransmitHistory.Burst> recent;

    TransmitGuard(TransmitPermit permit, TransmitHistory history, LongSupplier clockNs, LongConsumer sleepNs) {
        this.permit = permit;
        this.history = history;
        this.recent = history.recent;
        this.clockNs = clockNs;
        this.sleepNs = sleepNs;
    }

    static void sleep(long ns) {
        try {
            Thread.sleep(Duration.ofNanos(ns).toMillis() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SemlinkException.environment("interrupted while waiting for leave to transmit").causedBy(e);
        }
    }

    /** Lets a burst of this length pass, after a wait if need be, or refuses it with an input error. */
    public void admit(Duration length) {
        long now = clockNs.getAsLong();
        long allowed = leave(length.toNanos(), now);
        pause(allowed, now, Long.MAX_VALUE);
        record(allowed, length.toNanos());
    }

    /** Waits, {@code most} at most, until a burst of this length may pass; whether it may now. Refuses it as {@link #admit} does. */
    public boolean await(Duration length, Duration most) {
        long now = clockNs.getAsLong();
        return pause(leave(length.toNanos(), now), now, most.toNanos());
    }

    /** Earliest start of a burst, which needs a wait where it is later than {@link #queueEnd}. */
    private long leave(long burst, long now) {
        AllowedBand band = permit.band();
        if (burst > band.maxContinuous().toNanos()) {
            throw refusal(burst, "max-continuous of " + seconds(band.maxContinuous().toNanos()), "send shorter bursts");
        }
        long budget = Math.round(band.dutyCycle() * window()) - burst;
        if (budget < 0) {
            throw refusal(burst, dutyCycle(), "send shorter bursts");
        }
        if (history.totalNs() + burst > permit.limits().maxTotal().toNanos()) {
            throw refusal(burst, "max-total of " + seconds(permit.limits().maxTotal().toNanos()) + " after " + seconds(history.totalNs()), "start another run");
        }
        long start = queueEnd(now);
        long byDuty = Math.max(start, afterWindow(budget, burst, start));
        long allowed = Math.max(byDuty, afterPause(byDuty, burst));
        if (allowed > start && !permit.limits().waits()) {
            throw refusal(burst, allowed > byDuty ? "max-continuous of " + seconds(band.maxContinuous().toNanos()) : dutyCycle(),
                    "send again in " + seconds(allowed - now));
        }
        return allowed;
    }

    /** When a burst that need not wait would start. */
    private long queueEnd(long now) {
        return recent.isEmpty() ? now : Math.max(now, recent.getLast().endNs());
    }

    private boolean pause(long allowed, long now, long most) {
        if (allowed <= queueEnd(now)) {
            return true;
        }
        // The queue before this burst counts as waiting too: only an empty transmitter falls silent.
        long wait = Math.min(allowed - now, most);
        history.waited(wait);
        sleepNs.accept(wait);
        return wait == allowed - now;
    }

    /** Earliest start at which at most {@code budget} of the past lies in the window that ends with the burst. */
    private long afterWindow(long budget, long burst, long start) {
        long sum = 0;
        for (Iterator<TransmitHistory.Burst> newest = recent.descendingIterator(); newest.hasNext();) {
            TransmitHistory.Burst past = newest.next();
            long length = past.endNs() - past.startNs();
            if (sum + length > budget) {
                long windowStart = past.endNs() - (budget - sum);
                return windowStart + window() - burst;
            }
            sum += length;
        }
        return start;
    }

    /** Earliest start from {@code start} on at which the burst does not make a continuous transmission too long. */
    private long afterPause(long start, long burst) {
        return goesOn(start) && history.continuousNs + start - recent.getLast().endNs() + burst > permit.band().maxContinuous().toNanos()
                ? recent.getLast().endNs() + permit.limits().pause().toNanos() : start;
    }

    private void record(long start, long burst) {
        // The gaps inside count: others find the channel occupied all the time.
        history.continuousNs = goesOn(start) ? history.continuousNs + start - recent.getLast().endNs() + burst : burst;
        history.add(new TransmitHistory.Burst(start, start + burst));
        while (recent.getFirst().endNs() < start + burst - window()) {
            recent.removeFirst();
        }
    }

    private boolean goesOn(long start) {
        return !recent.isEmpty() && start - recent.getLast().endNs() < permit.limits().pause().toNanos();
    }

    private long window() {
        return permit.limits().window().toNanos();
    }

    private String dutyCycle() {
        return String.format(Locale.ROOT, "duty-cycle of %s within %s", permit.band().dutyCycle(), seconds(window()));
    }

    private SemlinkException refusal(long burst, String limit, String remedy) {
        return SemlinkException.input("radio %s may not send a burst of %s: it exceeds the %s for the band %s in %s; %s, or raise the limit if "
                + "your licence allows", permit.radio(), seconds(burst), limit, permit.band(), permit.limits().source(), remedy);
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
    }

    /** The permit and what was sent under it, for results. */
    public Map<String, Object> description() {
        Map<String, Object> all = permit.description();
        history.describe(all);
        return all;
    }
}
