// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.safety.ConfigurationFile;
import org.semlink.radio.safety.Silencer;
import org.semlink.radio.safety.TransmitGuard;
import org.semlink.radio.safety.TransmitLimits;
import org.semlink.radio.safety.TransmitPermit;
import org.semlink.radio.ReceivedSamples;

/**
 * A radio on real hardware: {@code soapy:driver=uhd,freq=2.4G,gain=40,txgain=30}; options in {@link SoapyOptions}.
 *
 * <p>Receives always, unless {@code direction=tx}; transmits only where frequency and {@code txgain} are given and
 * the user's {@link ConfigurationFile} allows the band, under its limits. Bursts are timed by the
 * device's clock where it has one. A radio that has transmitted listens until a little after each burst and then delivers nothing until
 * the next; one that only receives delivers without end. The transmitter is silenced and the streams are closed by {@link #close}, which
 * lets the last burst leave, and by {@link Silencer} when the process ends or crashes, which does not wait.
 */
public final class SoapyRadio implements Radio {

    /** How long is listened beyond the end of a burst: echoes and filter delays where its time is known, buffers where it is not. */
    private static final double TIMED_TAIL_S = 0.01;
    private static final double FREE_TAIL_S = 0.3;

    private final RadioSpec spec;
    private final double rateHz;
    private final List<SoapyDevice> devices = new ArrayList<>();
    private final Map<String, Object> description = new LinkedHashMap<>();
    /** Null, as its transmitter is, for a radio that only receives. */
    private final TransmitGuard guard;
    private final SoapyTransmitter transmitter;
    private final SoapyReceiver receiver;
    private final boolean oneClock;
    /** Received sample by which all free-running bursts so far have been sent. */
    private long freeEnd;
    private final Runnable silence = this::closeDevices;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private RadioCounters before = RadioCounters.NONE;

    private SoapyRadio(RadioSpec spec, SoapyOptions options, RadioContext context, Supplier<TransmitLimits> limits) {
        this.spec = spec;
        this.rateHz = options.rateHz(context.sampleRateHz());
        boolean transmits = options.transmits();
        boolean receives = options.receives();
        boolean oneDevice = options.deviceArgs(Direction.TX).equals(options.deviceArgs(Direction.RX));
        // Asked before any device is touched.
        TransmitPermit permit = transmits ? limits.get().permit(spec.toString(), options.frequencyHz(Direction.TX),
                context.occupiedBandwidthHz()) : null;
        this.guard = transmits ? permit.guard(context.history()) : null;
        Silencer.add(silence);
        try {
            SoapyDevice rxDevice = receives ? make(options, Direction.RX) : null;
            SoapyDevice txDevice = !transmits ? null : receives && oneDevice ? rxDevice : make(options, Direction.TX);
            if (receives && transmits && oneDevice && !rxDevice.channel(Direction.RX, options.channel(Direction.RX)).fullDuplex()) {
                throw SemlinkException.input("radio %s is half duplex: it cannot transmit and receive at once; use another device for one "
                        + "direction (tx.serial=...), or say direction=tx or direction=rx", spec);
            }
            // Both are set up before either runs: some devices cannot be tuned while they stream.
            SoapyPath tx = transmits ? setUp(txDevice, Direction.TX, options) : null;
            if (transmits) {
                permit.requireActual(tx.channel().frequencyHz(), tx.channel().gainDb());
            }
            SoapyPath rx = receives ? setUp(rxDevice, Direction.RX, options) : null;
            describe(options, tx, rx);
            this.oneClock = oneDevice && transmits && tx.timed();
            for (SoapyPath path : receives && transmits ? List.of(rx, tx) : List.of(receives ? rx : tx)) {
                answered(options, "start of the " + path.channel().direction() + " stream", path.device(), () -> {
                    path.stream().activate();
                    return path;
                });
            }
            this.receiver = receives ? new SoapyReceiver(rx) : null;
            this.transmitter = transmits ? new SoapyTransmitter(tx, options.lead()) : null;
        } catch (RuntimeException e) {
            abandon(e);
            throw e;
        }
    }

    /** Opens the radio of scheme {@code soapy}: input errors for wrong options, environment errors for what the device refuses. */
    public static Radio open(RadioSpec spec, RadioContext context) {
        return open(spec, context, ConfigurationFile.ofUser()::limits);
    }

    static SoapyRadio open(RadioSpec spec, RadioContext context, Supplier<TransmitLimits> limits) {
        return new SoapyRadio(spec, new SoapyOptions(spec), context, limits);
    }

    private SoapyDevice make(SoapyOptions options, Direction direction) {
        SoapyDevice device = SoapySdr.load().open(options.deviceArgs(direction), options.timeout());
        synchronized (devices) {
            devices.add(device);
        }
        return device;
    }

    private SoapyPath setUp(SoapyDevice device, Direction direction, SoapyOptions options) {
        return answered(options, direction + " settings", device, () -> SoapyPath.open(device, direction, options, rateHz));
    }

    /** A device that answers after all finds that nobody waits any more, and is closed. */
    private static <T> T answered(SoapyOptions options, String what, SoapyDevice device, Supplier<T> calls) {
        return SoapyCalls.within(options.timeout(), what + " of device " + SoapySdr.text(device.args()), calls, late -> device.close());
    }

    private void describe(SoapyOptions options, SoapyPath tx, SoapyPath rx) {
        description.put("radio", spec.toString());
        description.put("kind", "soapysdr");
        description.put("library", SoapySdr.load().libraryVersion());
        description.put("sample_rate_hz", rateHz);
        description.put("format", options.format().name());
        if (tx != null) {
            description.put("tx", tx.description());
        }
        if (rx != null) {
            description.put("rx", rx.description());
        }
    }

    @Override
    public double sampleRateHz() {
        return rateHz;
    }

    /** {@inheritDoc} Nothing in the hardware follows the seed. */
    @Override
    public void beginTrial(long seed) {
        forget();
        before = counted();
    }

    @Override
    public void forget() {
        requireOpen();
        if (receiver != null) {
            receiver.dropQueued();
        }
    }

    @Override
    public boolean awaitLeave(Iq burst, Duration most) {
        requireTransmitter(burst);
        return guard.await(length(burst), most);
    }

    @Override
    public void transmit(Iq burst) {
        requireTransmitter(burst);
        if (receiver != null && !guard.await(length(burst), Duration.ZERO)) {
            // What comes during the wait would only take the place of the burst.
            receiver.listenUntil(receiver.next());
        }
        guard.admit(length(burst));
        long next = receiver == null ? 0 : receiver.listenOn();
        listen(next, transmitter.send(burst.samples()));
    }

    private static Duration length(Iq burst) {
        return Duration.ofNanos(Math.round(burst.length() * 1e9 / burst.sampleRateHz()));
    }

    private void requireTransmitter(Iq burst) {
        requireOpen();
        if (transmitter == null) {
            throw SemlinkException.input(SoapyOptions.NO_TRANSMISSION, spec);
        }
        if (burst.sampleRateHz() != rateHz || burst.length() == 0) {
            throw new IllegalArgumentException("need a burst at " + rateHz + " samples per second, got " + burst.length() + " samples at "
                    + burst.sampleRateHz());
        }
    }

    /** Keeps the receiver listening until the burst is over; {@code next} is the received sample at which sending began. */
    private void listen(long next, SoapyTransmitter.Sent sent) {
        if (receiver == null) {
            return;
        }
        if (!sent.timed()) {
            // Both directions run at one rate, so as many samples come as were sent, after what the buffers hold back.
            freeEnd = Math.max(freeEnd, next) + sent.samples();
            receiver.listenUntil(freeEnd + Math.round(FREE_TAIL_S * rateHz));
        } else if (oneClock && receiver.timeKnown()) {
            receiver.listenUntil(receiver.sampleAt(sent.endNs()) + Math.round(TIMED_TAIL_S * rateHz));
        } else {
            double leftS = (sent.endNs() - transmitter.hardwareTimeNs()) / 1e9 + FREE_TAIL_S;
            receiver.listenUntil(receiver.next() + Math.round(leftS * rateHz));
        }
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        requireOpen();
        if (maxSamples < 1) {
            throw new IllegalArgumentException("maxSamples must be at least 1, got " + maxSamples);
        }
        if (receiver == null) {
            throw SemlinkException.input("radio %s does not receive; leave out direction=tx", spec);
        }
        return receiver.receive(maxSamples, timeout);
    }

    private void requireOpen() {
        if (!open.get()) {
            throw new IllegalStateException("radio " + spec + " is closed");
        }
    }

    @Override
    public RadioCounters counters() {
        return counted().since(before);
    }

    private RadioCounters counted() {
        if (transmitter != null && open.get()) {
            transmitter.update();
        }
        return new RadioCounters(receiver == null ? 0 : receiver.overflows(), transmitter == null ? 0 : transmitter.underflows(),
                transmitter == null ? 0 : transmitter.lateBursts(),
                (transmitter == null ? 0 : transmitter.clippedSamples()) + (receiver == null ? 0 : receiver.clippedSamples()));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>(description);
        if (guard != null) {
            all.put("transmit_limits", guard.description());
        }
        return all;
    }

    /** Empty: hardware does not know it. */
    @Override
    public OptionalDouble trueSnr() {
        return OptionalDouble.empty();
    }

    @Override
    public void close() {
        try {
            if (open.compareAndSet(true, false) && transmitter != null) {
                transmitter.drain();
            }
        } finally {
            closeDevices();
            Silencer.remove(silence);
        }
    }

    private void abandon(RuntimeException cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Closes every device, even if one fails; streams first, the transmitter's before all. Ends a draining in progress, and waits for another
     * thread that closes.
     */
    private void closeDevices() {
        open.set(false);
        if (transmitter != null) {
            transmitter.stop();
        }
        if (receiver != null) {
            receiver.stop();
        }
        synchronized (devices) {
            RuntimeException failure = null;
            while (!devices.isEmpty()) {
                try {
                    devices.remove(devices.size() - 1).close();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
