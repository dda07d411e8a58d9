// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.semlink.common.SemlinkException;

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
    /** A clock may differ by this much from the host's while a burst is queued; more is a clock that was set. */
    private static final long CLOCK_SLACK_NS = TimeUnit.SECONDS.toNanos(5);
    /** A native call that lasts this long does not come back. */
    private static final Duration STUCK = Duration.ofSeconds(5);
    /** A stream that takes nothing for this long is dead. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private final SoapyPath path;
    private final long leadNs;
    private final AtomicLong underflows = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong clipped = new AtomicLong();
    private boolean statusSupported = true;
    private volatile boolean stopping;
    /** Whether a native call has not come back in time. */
    private volatile boolean stuck;
    private volatile long progressNs;
    /** Device time at which the last timed burst has left; nothing is queued before the first. */
    private long endNs = Long.MIN_VALUE / 2;
    /** Host time at which the last burst has left. */
    private long hostEndNs = System.nanoTime();

    SoapyTransmitter(SoapyPath path, Duration lead) {
        this.path = path;
        this.leadNs = lead.toNanos();
    }

    /** What became of a burst. {@code endNs}: device time at which its last zero has left, if timed. {@code samples}: with the zeros. */
    record Sent(boolean timed, long endNs, int samples) {
    }

    /** Sends as soon as the device can and earlier bursts have left. */
    Sent send(float[] burst) {
        return watched("sending", () -> path.timed() ? sendTimed(earliestNs(), burst) : sendFreely(burst));
    }

    private long earliestNs() {
        long now = path.device().hardwareTimeNs();
        if (endNs - now > hostEndNs - System.nanoTime() + CLOCK_SLACK_NS) {
            // Somebody has set the device's clock back: what was queued by the old one is gone or late.
            endNs = Long.MIN_VALUE / 2;
        }
        // A sample behind the last burst: drivers round times to ticks of their own, and a burst that begins within another is late.
        return Math.max(now + leadNs, endNs + ticksNs(1));
    }

    /** Makes native calls on a thread of their own; one that does not come back leaves this transmitter unusable. */
    private <T> T watched(String what, Supplier<T> calls) {
        if (stuck) {
            throw SemlinkException.environment("driver %s did not return from an earlier call, nothing can be sent; replug the device",
                    path.device().args().get("driver"));
        }
        progressNs = System.nanoTime();
        try {
            return SoapyCalls.within(STUCK, () -> progressNs, what + " by driver " + path.device().args().get("driver"), calls, late -> { });
        } catch (SemlinkException e) {
            stuck = System.nanoTime() - progressNs >= STUCK.toNanos();
            stopping |= stuck;
            throw e;
        }
    }

    /** From {@code startNs} of the device's clock on; only lengths are converted, for a double holds no nanoseconds since 1970. */
    private Sent sendTimed(long startNs, float[] burst) {
        float[] padded = padded(burst, GUARD, GUARD);
        writeAll(padded, true, startNs);
        endNs = startNs + ticksNs(padded.length / 2);
        hostEndNs = System.nanoTime() + Math.max(0, endNs - path.device().hardwareTimeNs());
        return new Sent(true, endNs, padded.length / 2);
    }

    private Sent sendFreely(float[] burst) {
        int mtu = path.stream().mtu();
        int before = Math.max(mtu, (int) (0.01 * path.rateHz()));
        int whole = (before + burst.length / 2 + mtu - 1) / mtu * mtu;
        float[] padded = padded(burst, before, whole - before - burst.length / 2 + mtu);
        long began = Math.max(System.nanoTime(), hostEndNs);
        writeAll(padded, false, 0);
        hostEndNs = began + ticksNs(padded.length / 2);
        return new Sent(false, 0, padded.length / 2);
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
        progressNs = progress;
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
                progressNs = progress;
            } else if (System.nanoTime() - progress > PATIENCE_NS) {
                throw SemlinkException.environment("driver %s took no samples for %d s (%s); replug the device or restart its server",
                        path.device().args().get("driver"), TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS), done.event());
            }
        }
        pollStatus();
    }

    /** The device's clock. */
    long hardwareTimeNs() {
        return watched("reading the clock", () -> path.device().hardwareTimeNs());
    }

    /** Takes in what the driver reports of bursts already handed over. */
    void update() {
        if (statusSupported && !stopping) {
            watched("status query", () -> {
                pollStatus();
                return null;
            });
        }
    }

    private void pollStatus() {
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
        long left = hostEndNs - System.nanoTime();
        if (!stuck && left > -PATIENCE_NS) {
            long give = System.nanoTime() + Math.max(0, left) + PATIENCE_NS;
            watched("draining", () -> {
                drainUntil(give);
                return null;
            });
        }
    }

    private void drainUntil(long giveNs) {
        try {
            if (!path.timed()) {
                while (hostEndNs > System.nanoTime() && !stopping) {
                    progressNs = System.nanoTime();
                    TimeUnit.NANOSECONDS.sleep(Math.min(SLICE.toNanos(), Math.max(1, hostEndNs - progressNs)));
                }
            }
            while (path.timed() && !stopping && path.device().hardwareTimeNs() < endNs && System.nanoTime() < giveNs) {
                progressNs = System.nanoTime();
                Thread.sleep(2);
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
