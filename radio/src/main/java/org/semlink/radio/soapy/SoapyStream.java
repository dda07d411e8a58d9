// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.soapy.SoapyLibrary.SizeT;

/**
 * A stream of one channel: timed reads and writes of interleaved floats (full scale 1), partial as the device pleases.
 *
 * <p>Reads or writes come from one thread; {@link #pollStatus} and {@link #close} may come from another. Closing deactivates the stream,
 * which silences a transmitter, and closes it, once, when no transfer is in progress.
 */
public final class SoapyStream implements AutoCloseable {

    static final int END_BURST = 1 << 1;
    static final int HAS_TIME = 1 << 2;

    /** A native call holds off the closing of the device, so none may last longer. */
    private static final long LONGEST_WAIT_US = 100_000;
    private static final long LARGEST_MTU = 1 << 24;

    private final SoapyDevice device;
    private final Pointer stream;
    private final SampleFormat format;
    private final double fullScale;
    private final int mtu;
    private final Memory samples;
    /** The same memory, in the machine's byte order. */
    private final ByteBuffer bytes;
    private final Memory buffers = new Memory(Native.POINTER_SIZE);
    private final Memory flags = new Memory(Integer.BYTES);
    private final Memory time = new Memory(Long.BYTES);
    private final Memory statusFlags = new Memory(Integer.BYTES);
    private final Memory statusTime = new Memory(Long.BYTES);
    private final AtomicBoolean open = new AtomicBoolean(true);

    private SoapyStream(SoapyDevice device, Pointer stream, SampleFormat format, double fullScale, int mtu) {
        this.device = device;
        this.stream = stream;
        this.format = format;
        this.fullScale = fullScale;
        this.mtu = mtu;
        this.samples = new Memory((long) mtu * format.sampleBytes());
        this.bytes = samples.getByteBuffer(0, samples.size());
        buffers.setPointer(0, samples);
    }

    static SoapyStream open(SoapyDevice device, SoapyChannel channel, SampleFormat format, Map<String, String> args) {
        SoapyChannel.requireListed("format", format.name(), channel.formats());
        SoapyChannel.NativeFormat converters = channel.nativeFormat();
        double fullScale = converters.name().equals(format.name()) && converters.fullScale() > 0 ? converters.fullScale()
                : format.fullScale();
        SizeT.Reference channels = new SizeT.Reference(channel.index());
        Pointer stream = SoapyMemory.withKwargs(args, kwargs -> device.call("setupStream " + channel.direction(),
                d -> SoapyLibrary.SoapySDRDevice_setupStream(d, channel.direction().code(), format.name(), channels, new SizeT(1), kwargs)));
        try {
            long mtu = device.call("getStreamMTU", d -> SoapyLibrary.SoapySDRDevice_getStreamMTU(d, stream)).longValue();
            if (mtu < 1 || mtu > LARGEST_MTU) {
                throw SemlinkException.environment("driver %s has a stream MTU of %d samples, outside 1 to %d; update its module",
                        device.args().get("driver"), mtu, LARGEST_MTU);
            }
            return new SoapyStream(device, stream, format, fullScale, (int) mtu);
        } catch (RuntimeException e) {
            device.call("closeStream", d -> SoapyLibrary.SoapySDRDevice_closeStream(d, stream));
            throw e;
        }
    }

    /** Most samples that one transfer moves. */
    public int mtu() {
        return mtu;
    }

    /** Starts the flow of samples at once. */
    public void activate() {
        use("activateStream", d -> SoapyLibrary.SoapySDRDevice_activateStream(d, stream, 0, 0, new SizeT(0)));
    }

    /** Stops the flow of samples at once; a transmitter falls silent. */
    public void deactivate() {
        use("deactivateStream", d -> SoapyLibrary.SoapySDRDevice_deactivateStream(d, stream, 0, 0));
    }

    /**
     * Reads at most {@code count} samples to {@code to[2 * offset]} and on; fewer come when the device's packet is shorter. Where none
     * came, as some drivers say by 0 samples, it is a timeout.
     *
     * @param timeout at most 100 ms are waited, whatever is asked, so that closing never waits long
     */
    public Transfer read(float[] to, int offset, int count, Duration timeout) {
        Objects.checkFromIndexSize(2 * offset, 2 * count, to.length);
        flags.setInt(0, 0);
        time.setLong(0, 0);
        int code = use("readStream", d -> SoapyLibrary.SoapySDRDevice_readStream(d, stream, buffers, new SizeT(Math.min(count, mtu)), flags,
                time, microseconds(timeout)));
        if (code > 0) {
            format.decode(bytes.rewind(), to, 2 * offset, 2 * code, fullScale);
        }
        return transfer(code == 0 ? StreamEvent.TIMEOUT.code() : code, flags, time);
    }

    /** Writes as {@link #writeAt} without a time. */
    public Transfer write(float[] from, int offset, int count, boolean endOfBurst, Duration timeout) {
        return write(from, offset, count, 0, 0, endOfBurst, timeout);
    }

    /**
     * Writes at most {@code count} samples from {@code from[2 * offset]} on, the first to leave at {@code timeNs} of the device's clock.
     *
     * @param endOfBurst the last of {@code count} ends the burst; passed on only if this transfer can reach it
     * @param timeout    at most 100 ms are waited
     */
    public Transfer writeAt(long timeNs, float[] from, int offset, int count, boolean endOfBurst, Duration timeout) {
        return write(from, offset, count, HAS_TIME, timeNs, endOfBurst, timeout);
    }

    private Transfer write(float[] from, int offset, int count, int hasTime, long timeNs, boolean endOfBurst, Duration timeout) {
        Objects.checkFromIndexSize(2 * offset, 2 * count, from.length);
        int now = Math.min(count, mtu);
        format.encode(from, 2 * offset, 2 * now, bytes.rewind(), fullScale);
        flags.setInt(0, hasTime | (endOfBurst && now == count ? END_BURST : 0));
        time.setLong(0, timeNs);
        int code = use("writeStream", d -> SoapyLibrary.SoapySDRDevice_writeStream(d, stream, buffers, new SizeT(now), flags, timeNs,
                microseconds(timeout)));
        return transfer(code, flags, time);
    }

    /** The next event of this stream that no transfer reported: underflow, late burst, end of burst; TIMEOUT when there is none. */
    public Transfer pollStatus(Duration timeout) {
        statusFlags.setInt(0, 0);
        statusTime.setLong(0, 0);
        int code = use("readStreamStatus", d -> SoapyLibrary.SoapySDRDevice_readStreamStatus(d, stream, new SizeT.Reference(), statusFlags,
                statusTime, microseconds(timeout)));
        return transfer(Math.min(code, 0), statusFlags, statusTime);
    }

    private static Transfer transfer(int code, Memory flags, Memory time) {
        int set = flags.getInt(0);
        return new Transfer(StreamEvent.of(code), Math.max(code, 0), (set & HAS_TIME) != 0, time.getLong(0), (set & END_BURST) != 0);
    }

    private int use(String name, ToIntFunction<Pointer> function) {
        return device.call(name, d -> {
            if (!open.get()) {
                throw new IllegalStateException("stream is closed");
            }
            return function.applyAsInt(d);
        });
    }

    private static NativeLong microseconds(Duration timeout) {
        return new NativeLong(Math.max(0, Math.min(LONGEST_WAIT_US, timeout.toNanos() / 1000)));
    }

    @Override
    public void close() {
        if (!open.get()) {
            return;
        }
        try {
            deactivate();
        } finally {
            device.exclusively("closeStream", d -> open.compareAndSet(true, false)
                    ? SoapyLibrary.SoapySDRDevice_closeStream(d, stream) : 0);
            device.forget(this);
        }
    }
}
