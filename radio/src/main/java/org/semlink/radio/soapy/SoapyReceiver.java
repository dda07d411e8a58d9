// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.ReceivedSamples.Outcome;

/**
 * A receive stream drained by a thread of its own, so that sending and decoding never make the device overflow.
 *
 * <p>Samples are numbered from 0, lost ones included: as many as the device's time tells, else one transfer's worth, so that a loss always
 * shows as a jump. A loss that is reported without a step of the device's time is one of unknown length. What was received before an
 * error is still delivered, then the error is raised.
 */
final class SoapyReceiver {

    /** Samples kept for a reader that is slow: 128 MiB. */
    private static final long MOST_QUEUED = 1 << 24;
    private static final Duration SLICE = Duration.ofMillis(100);
    /** A running stream that brings nothing for this long is dead. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_ERRORS = 100;

    private final SoapyPath path;
    private final double fullScale;
    private final Thread thread;
    private volatile boolean stopping;
    /** Host time of the last samples. Watched by the reader, because a read may never return from a driver whose device is gone. */
    private volatile long progressNs = System.nanoTime();

    // Guarded by this.
    private final ArrayDeque<ReceivedSamples> queue = new ArrayDeque<>();
    private long queued;
    private long listenUntil = Long.MAX_VALUE;
    private RuntimeException failure;
    private long overflows;
    private long clipped;
    /** Number of the next sample. */
    private long next;
    /** Where the device tells, its latest time stamp, and how many samples have come since: their time is rounded once. */
    private boolean timeKnown;
    private long stampNs;
    private long sinceStamp;
    private boolean lossReported;
    /** Lost between the last piece in the queue and the next one. */
    private long lost;

    SoapyReceiver(SoapyPath path) {
        this.path = path;
        SoapyChannel.NativeFormat converters = path.channel().nativeFormat();
        // The largest positive number of an integer converter is one step below full scale.
        this.fullScale = converters.fullScale() > 2 ? (float) ((converters.fullScale() - 1) / converters.fullScale()) : 1;
        this.thread = new Thread(this::run, "soapy receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        float[] piece = new float[2 * path.stream().mtu()];
        int errors = 0;
        try {
            while (!stopping) {
                Transfer got = path.stream().read(piece, 0, piece.length / 2, SLICE);
                switch (got.event()) {
                    case OK -> {
                        progressNs = System.nanoTime();
                        errors = 0;
                        take(piece, got);
                    }
                    case TIMEOUT -> {
                    }
                    case OVERFLOW -> report();
                    default -> {
                        if (++errors > MOST_ERRORS || got.event() == StreamEvent.NOT_SUPPORTED) {
                            throw SemlinkException.environment("receive stream of driver %s fails with %s; replug the device",
                                    path.device().args().get("driver"), got.event());
                        }
                        report();
                    }
                }
            }
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(SemlinkException.environment("the receiving thread failed (%s); give Java more memory or report it", e).causedBy(e));
        }
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    private synchronized void report() {
        overflows++;
        lossReported = true;
    }

    private void lose(long samples) {
        lost = ReceivedSamples.addLosses(lost, samples);
        next += samples == ReceivedSamples.UNKNOWN ? path.stream().mtu() : samples;
    }

    private synchronized void take(float[] piece, Transfer got) {
        long step = got.hasTime() && timeKnown ? Math.round((got.timeNs() - nextTimeNs()) * path.rateHz() / 1e9) : 0;
        // Drivers round their time stamps: one sample more or less is no loss.
        if (Math.abs(step) > 1) {
            overflows += lossReported ? 0 : 1;
            lose(step > 0 ? step : ReceivedSamples.UNKNOWN);
        } else if (lossReported) {
            lose(ReceivedSamples.UNKNOWN);
        }
        lossReported = false;
        if (got.hasTime()) {
            timeKnown = true;
            stampNs = got.timeNs();
            sinceStamp = 0;
        }
        if (next < listenUntil) {
            keep(piece, got.samples());
        } else {
            lost = 0;
        }
        next += got.samples();
        sinceStamp += got.samples();
    }

    private long nextTimeNs() {
        return stampNs + Math.round(sinceStamp * 1e9 / path.rateHz());
    }

    private void keep(float[] piece, int samples) {
        if (queued + samples > MOST_QUEUED) {
            overflows++;
            lost = ReceivedSamples.addLosses(lost, samples);
            return;
        }
        for (int i = 0; i < 2 * samples; i += 2) {
            clipped += Math.abs(piece[i]) >= fullScale || Math.abs(piece[i + 1]) >= fullScale ? 1 : 0;
        }
        queue.add(ReceivedSamples.of(new Iq(Arrays.copyOf(piece, 2 * samples), path.rateHz(), next), lost));
        lost = 0;
        queued += samples;
        notifyAll();
    }

    /** The next samples in order; that none came in time; the end when the listening window is over. */
    synchronized ReceivedSamples receive(int most, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (queue.isEmpty()) {
            if (failure != null) {
                throw failure;
            }
            if (System.nanoTime() - progressNs > PATIENCE_NS) {
                throw SemlinkException.environment("driver %s brought no samples for %d s; replug the device or restart its server",
                        path.device().args().get("driver"), TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS));
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || next >= listenUntil) {
                return ReceivedSamples.none(next >= listenUntil ? Outcome.END : Outcome.TIMEOUT, path.rateHz(), next);
            }
            try {
                // A window may end without a sample that would notify.
                wait(Math.min(left, SLICE.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ReceivedSamples.none(Outcome.TIMEOUT, path.rateHz(), next);
            }
        }
        ReceivedSamples head = queue.remove();
        Iq iq = head.iq();
        if (iq.length() > most) {
            Iq rest = new Iq(Arrays.copyOfRange(iq.samples(), 2 * most, 2 * iq.length()), path.rateHz(), iq.firstSample() + most);
            queue.addFirst(ReceivedSamples.of(rest, 0));
            head = ReceivedSamples.of(new Iq(Arrays.copyOf(iq.samples(), 2 * most), path.rateHz(), iq.firstSample()), head.lostBefore());
        }
        queued -= head.iq().length();
        return head;
    }

    /** Forgets what was received and not yet asked for. */
    synchronized void dropQueued() {
        queue.clear();
        queued = 0;
        lost = 0;
    }

    /** Number of the sample received next, which a burst starting now cannot precede. */
    synchronized long next() {
        return next;
    }

    /** Listens from now on, for what is about to be sent may be heard before sending returns; the number of the sample received next. */
    synchronized long listenOn() {
        listenUntil = Long.MAX_VALUE;
        return next;
    }

    /** Listens from now to sample {@code end} at least, and no longer: what comes after is not kept. */
    synchronized void listenUntil(long end) {
        listenUntil = listenUntil == Long.MAX_VALUE ? end : Math.max(listenUntil, end);
    }

    /** Number of the sample received at {@code timeNs} of the device's clock; needs {@link #timeKnown}. */
    synchronized long sampleAt(long timeNs) {
        return next + Math.round((timeNs - nextTimeNs()) * path.rateHz() / 1e9);
    }

    synchronized boolean timeKnown() {
        return timeKnown;
    }

    synchronized long overflows() {
        return overflows;
    }

    synchronized long clippedSamples() {
        return clipped;
    }

    /** Ends the thread; its last read lasts 100 ms at most. */
    void stop() {
        stopping = true;
    }
}
