// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.semlink.common.SemlinkException;
import org.semlink.radio.safety.TransmitGuard;

/**
 * Bursts to a transmit stream: timed by the device's clock where it has one, else free-running behind zeros.
 *
 * <p>Every burst ends in zeros and with END_BURST, so that no converter holds its last sample. Free-running bursts lie between whole
 * transfers of zeros: devices such as the HackRF spoil their first buffer and keep an unfilled one. Used by one thread; {@link #stop} may
 * come from another.
 */
final class SoapyTransmitter {

    /** Zeros on either side of a timed burst: longer than the ramps of usual resampling filters. */
    private static final int GUARD = 256;
    private static final Duration SLICE = Duration.ofMillis(100);
    /** A stream that takes nothing for this long is dead. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private final SoapyPath path;
    private final TransmitGuard guard;
    private final long leadNs;
    private final AtomicLong underflows = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong clipped = new AtomicLong();
    private boolean statusSupported = true;
    private volatile boolean stopping;
    /** Device time at which the last timed burst has left; host time for a free-running one. */
    private long endNs = Long.MIN_VALUE;

    SoapyTransmitter(SoapyPath path, Duration lead, TransmitGuard guard) {
        this.path = path;
        this.guard = guard;
        this.leadNs = lead.toNanos();
        path.stream().activate();
    }

    /** What became of a burst. {@code endNs}: device time of the end of its last sample, if timed. {@code samples}: with the zeros. */
    record Sent(boolean timed, long startNs, long endNs, int samples) {
    }

    /** Sends as soon as the device can and earlier bursts have left. */
    Sent send(float[] burst) {
        guard.admit(length(burst), true);
        if (!path.timed()) {
            return sendFreely(burst);
        }
        long earliest = Math.max(path.device().hardwareTimeNs() + leadNs + ticksNs(GUARD), endNs + ticksNs(GUARD));
        return sendTimed(earliest, burst);
    }

    private Duration length(float[] burst) {
        return Duration.ofNanos(ticksNs(burst.length / 2));
    }

    /** Sends so that the first sample leaves at the sample of the device's clock that is nearest to {@code timeNs}. */
    Sent sendAt(long timeNs, float[] burst) {
        if (!path.timed()) {
            throw SemlinkException.input("driver %s has no hardware time, a burst cannot be timed; send without a time",
                    path.device().args().get("driver"));
        }
        guard.admit(length(burst), false);
        return sendTimed(timeNs, burst);
    }

    private Sent sendTimed(long timeNs, float[] burst) {
        long first = Math.round(timeNs * path.rateHz() / 1e9);
        float[] padded = padded(burst, GUARD, GUARD);
        writeAll(padded, true, ticksNs(first - GUARD));
        endNs = ticksNs(first + burst.length / 2 + GUARD);
        return new Sent(true, ticksNs(first), endNs, padded.length / 2);
    }

    private Sent sendFreely(float[] burst) {
        int mtu = path.stream().mtu();
        int before = Math.max(mtu, (int) (0.01 * path.rateHz()));
        int whole = (before + burst.length / 2 + mtu - 1) / mtu * mtu;
        float[] padded = padded(burst, before, whole - before - burst.length / 2 + mtu);
        long began = Math.max(System.nanoTime(), endNs);
        writeAll(padded, false, 0);
        endNs = began + ticksNs(padded.length / 2);
        return new Sent(false, 0, 0, padded.length / 2);
    }

    private float[] padded(float[] burst, int before, int after) {
        float[] padded = new float[burst.length + 2 * (before + after)];
        System.arraycopy(burst, 0, padded, 2 * before, burst.length);
        long beyond = 0;
        for (int i = 2 * before; i < 2 * before + burst.length; i += 2) {
            // Written so that NaN counts too.
            if (!(Math.abs(padded[i]) <= 1 && Math.abs(padded[i + 1]) <= 1)) {
                beyond++;
                padded[i] = clipped(padded[i]);
                padded[i + 1] = clipped(padded[i + 1]);
            }
        }
        clipped.addAndGet(beyond);
        return padded;
    }

    /** Drivers may wrap what is beyond full scale around, which would splatter over the whole band. */
    private static float clipped(float value) {
        return Float.isNaN(value) ? 0 : Math.max(-1, Math.min(1, value));
    }

    private long ticksNs(long samples) {
        return Math.round(samples * 1e9 / path.rateHz());
    }

    private void writeAll(float[] samples, boolean timed, long timeNs) {
        int length = samples.length / 2;
        long progress = System.nanoTime();
        for (int at = 0; at < length;) {
            if (stopping) {
                throw SemlinkException.environment("radio was closed in the middle of a burst");
            }
            Transfer done = timed && at == 0 ? path.stream().writeAt(timeNs, samples, 0, length, true, SLICE)
                    : path.stream().write(samples, at, length - at, true, SLICE);
            at += done.samples();
            count(done.event());
            if (done.event() == StreamEvent.TIME_ERROR) {
                return;
            }
            if (done.samples() > 0) {
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > PATIENCE_NS) {
                throw SemlinkException.environment("driver %s took no samples for %d s (%s); replug the device or restart its server",
                        path.device().args().get("driver"), TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS), done.event());
            }
        }
        pollStatus();
    }

    /** Takes in what the driver reports of bursts already handed over. */
    void pollStatus() {
        while (statusSupported && !stopping) {
            StreamEvent event = path.stream().pollStatus(Duration.ZERO).event();
            if (event == StreamEvent.TIMEOUT) {
                return;
            }
            // A status stream that is broken, as after the loss of a server, fails at every query.
            statusSupported = event != StreamEvent.NOT_SUPPORTED && event != StreamEvent.STREAM_ERROR;
            count(event);
        }
    }

    private void count(StreamEvent event) {
        if (event == StreamEvent.UNDERFLOW) {
            underflows.incrementAndGet();
        } else if (event == StreamEvent.TIME_ERROR) {
            late.incrementAndGet();
        }
    }

    /** Waits until the last burst has left, as long as its own duration asks for and 3 s more at most. */
    void drain() {
        long give = System.nanoTime() + PATIENCE_NS;
        if (endNs == Long.MIN_VALUE) {
            return;
        }
        try {
            if (path.timed()) {
                long left = endNs - path.device().hardwareTimeNs();
                give += Math.max(0, left);
                while (path.device().hardwareTimeNs() < endNs && System.nanoTime() < give) {
                    Thread.sleep(2);
                }
            } else {
                TimeUnit.NANOSECONDS.sleep(endNs - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pollStatus();
    }

    /** Ends a {@link #send} in progress. */
    void stop() {
        stopping = true;
    }

    long underflows() {
        return underflows.get();
    }

    long lateBursts() {
        return late.get();
    }

    long clippedSamples() {
        return clipped.get();
    }
}
