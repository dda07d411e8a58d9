// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.soapy.SoapyLibrary.SizeT;

/**
 * One device: identity, clocks, time, sensors, settings; what belongs to one direction is in {@link #channel}.
 *
 * <p>Units: Hz, nanoseconds. Owns the native device: {@link #close} closes its streams, then unmakes it exactly once; every call after that
 * is an {@link IllegalStateException}, never a call into freed memory. A refusal of the library is an environment error. Thread-safe
 * as far as the driver is: calls may overlap each other but not the closing.
 */
public final class SoapyDevice implements AutoCloseable {

    /** A call that lasts longer than this is taken for hung. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(8);

    private final Map<String, String> args;
    private final List<SoapyStream> streams = new CopyOnWriteArrayList<>();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private Pointer device;
    /** Once one call is known never to return, nothing waits for it again. */
    private volatile boolean hung;

    SoapyDevice(Pointer device, Map<String, String> args) {
        this.device = device;
        this.args = Collections.unmodifiableMap(args);
    }

    /** {@code function} on the live native device, checked for the library's error. */
    <T> T call(String name, Function<Pointer, T> function) {
        use.readLock().lock();
        try {
            if (device == null) {
                throw new IllegalStateException("device " + SoapySdr.text(args) + " is closed");
            }
            return SoapyCalls.checked(name, () -> function.apply(device));
        } finally {
            use.readLock().unlock();
        }
    }

    /** As {@link #call}, with no other call of this device in progress. */
    <T> T exclusively(String name, Function<Pointer, T> function) {
        lockAgainstUse();
        try {
            return call(name, function);
        } finally {
            use.writeLock().unlock();
        }
    }

    private List<String> texts(String name, Function<Pointer, Function<SizeT.Reference, Pointer>> function) {
        return call(name, d -> SoapyMemory.takeTexts(function.apply(d)));
    }

    /** The arguments it was made with. */
    public Map<String, String> args() {
        return args;
    }

    public String driverKey() {
        return call("getDriverKey", d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getDriverKey(d)));
    }

    public String hardwareKey() {
        return call("getHardwareKey", d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getHardwareKey(d)));
    }

    /** Serial number, firmware, boards: whatever the driver tells. */
    public Map<String, String> hardwareInfo() {
        return call("getHardwareInfo", d -> SoapyMemory.takeKwargs(SoapyLibrary.SoapySDRDevice_getHardwareInfo(d)));
    }

    public int channels(Direction direction) {
        return call("getNumChannels", d -> SoapyLibrary.SoapySDRDevice_getNumChannels(d, direction.code())).intValue();
    }

    /** @param index from 0, below {@link #channels} */
    public SoapyChannel channel(Direction direction, int index) {
        int count = channels(direction);
        if (index < 0 || index >= count) {
            throw SemlinkException.input("channel must be below the %d %s channels of driver %s, got %d; choose another channel or device",
                    count, direction, args.get("driver"), index);
        }
        return new SoapyChannel(this, direction, index);
    }

    public String frontendMapping(Direction direction) {
        return call("getFrontendMapping",
                d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getFrontendMapping(d, direction.code())));
    }

    public void setFrontendMapping(Direction direction, String mapping) {
        call("setFrontendMapping", d -> SoapyLibrary.SoapySDRDevice_setFrontendMapping(d, direction.code(), mapping));
    }

    public double masterClockRateHz() {
        return call("getMasterClockRate", SoapyLibrary::SoapySDRDevice_getMasterClockRate);
    }

    public void setMasterClockRateHz(double rateHz) {
        call("setMasterClockRate", d -> SoapyLibrary.SoapySDRDevice_setMasterClockRate(d, rateHz));
    }

    public List<SoapyRange> masterClockRatesHz() {
        return call("getMasterClockRates", d -> SoapyMemory.takeRanges(n -> SoapyLibrary.SoapySDRDevice_getMasterClockRates(d, n)));
    }

    public double referenceClockRateHz() {
        return call("getReferenceClockRate", SoapyLibrary::SoapySDRDevice_getReferenceClockRate);
    }

    public void setReferenceClockRateHz(double rateHz) {
        call("setReferenceClockRate", d -> SoapyLibrary.SoapySDRDevice_setReferenceClockRate(d, rateHz));
    }

    public List<SoapyRange> referenceClockRatesHz() {
        return call("getReferenceClockRates",
                d -> SoapyMemory.takeRanges(n -> SoapyLibrary.SoapySDRDevice_getReferenceClockRates(d, n)));
    }

    public List<String> clockSources() {
        return texts("listClockSources", d -> n -> SoapyLibrary.SoapySDRDevice_listClockSources(d, n));
    }

    public String clockSource() {
        return call("getClockSource", d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getClockSource(d)));
    }

    /** @param source one of {@link #clockSources} */
    public void setClockSource(String source) {
        SoapyChannel.requireListed("clock source", source, clockSources());
        call("setClockSource", d -> SoapyLibrary.SoapySDRDevice_setClockSource(d, source));
    }

    public List<String> timeSources() {
        return texts("listTimeSources", d -> n -> SoapyLibrary.SoapySDRDevice_listTimeSources(d, n));
    }

    public String timeSource() {
        return call("getTimeSource", d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getTimeSource(d)));
    }

    /** @param source one of {@link #timeSources} */
    public void setTimeSource(String source) {
        SoapyChannel.requireListed("time source", source, timeSources());
        call("setTimeSource", d -> SoapyLibrary.SoapySDRDevice_setTimeSource(d, source));
    }

    /** Whether samples carry the device's time and bursts can be timed by it. */
    public boolean hasHardwareTime() {
        return call("hasHardwareTime", d -> SoapyLibrary.SoapySDRDevice_hasHardwareTime(d, "")) != 0;
    }

    /** The device's clock now. */
    public long hardwareTimeNs() {
        return call("getHardwareTime", d -> SoapyLibrary.SoapySDRDevice_getHardwareTime(d, ""));
    }

    /** @param what when the time takes effect, such as {@code PPS}; empty for at once */
    public void setHardwareTimeNs(long timeNs, String what) {
        call("setHardwareTime", d -> SoapyLibrary.SoapySDRDevice_setHardwareTime(d, timeNs, what));
    }

    /** @param what which commands wait for the time, as the driver names them; empty for all */
    public void setCommandTimeNs(long timeNs, String what) {
        call("setCommandTime", d -> SoapyLibrary.SoapySDRDevice_setCommandTime(d, timeNs, what));
    }

    public List<String> sensors() {
        return texts("listSensors", d -> n -> SoapyLibrary.SoapySDRDevice_listSensors(d, n));
    }

    /** What a sensor measures, and its unit. */
    public SoapyArgument sensorInfo(String key) {
        return call("getSensorInfo " + key, d -> SoapyMemory.takeArgument(SoapyLibrary.SoapySDRDevice_getSensorInfo(d, key)));
    }

    public String sensor(String key) {
        return call("readSensor " + key, d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_readSensor(d, key)));
    }

    public List<SoapyArgument> settings() {
        return call("getSettingInfo", d -> SoapyMemory.takeArguments(n -> SoapyLibrary.SoapySDRDevice_getSettingInfo(d, n)));
    }

    public String setting(String key) {
        return call("readSetting " + key, d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_readSetting(d, key)));
    }

    public void setSetting(String key, String value) {
        call("writeSetting " + key, d -> SoapyLibrary.SoapySDRDevice_writeSetting(d, key, value));
    }

    /** All sensor readings, as texts of the driver. */
    public Map<String, String> sensorReadings() {
        Map<String, String> readings = new LinkedHashMap<>();
        sensors().forEach(key -> readings.put(key, sensor(key)));
        return readings;
    }

    /**
     * Sets a stream of one channel up; it does not run before {@link SoapyStream#activate}.
     *
     * @param streamArgs as listed by {@link SoapyChannel#streamArguments}
     */
    public SoapyStream openStream(SoapyChannel channel, SampleFormat format, Map<String, String> streamArgs) {
        SoapyStream stream = SoapyStream.open(this, channel, format, streamArgs);
        streams.add(stream);
        return stream;
    }

    void forget(SoapyStream stream) {
        streams.remove(stream);
    }

    /**
     * Closes the streams, then the device; an environment error where the driver does not return from that.
     *
     * <p>An interrupt does not shorten it, for the transmitter must be silenced all the same.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            SoapyCalls.within(LONGEST_CLOSE, "closing of device " + SoapySdr.text(args), () -> {
                closeNow();
                return this;
            }, late -> { });
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeNow() {
        List<RuntimeException> failures = new ArrayList<>();
        for (SoapyStream stream : streams) {
            try {
                stream.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        lockAgainstUse();
        try {
            if (device != null) {
                Pointer last = device;
                device = null;
                SoapyCalls.checked("unmake", () -> SoapyLibrary.SoapySDRDevice_unmake(last));
            }
        } finally {
            use.writeLock().unlock();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** Waits for calls in progress. */
    private void lockAgainstUse() {
        try {
            if (use.writeLock().tryLock(hung ? 0 : LONGEST_CALL.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            // Nobody interrupts the thread that closes.
            throw new IllegalStateException(e);
        }
        hung = true;
        throw SemlinkException.environment("device %s did not return from a call within %d s and cannot be closed; unplug it",
                SoapySdr.text(args), LONGEST_CALL.toSeconds());
    }
}
