// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.semlink.radio.SampleFormat;

/**
 * Reads raw samples of a file of any length, with one buffer of {@link #BUFFER_BYTES}.
 *
 * <p>A sample with a NaN or infinite part is read as zero and counted; bytes after the last whole sample are left out and counted. Bytes
 * appended to the file later are read by later calls. Used by one thread.
 */
public final class SampleReader implements AutoCloseable {

    static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final SampleFormat format;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long notFiniteSamples;

    /** Opens {@code file}; one that is missing, not a regular file or not readable is an input error. */
    public SampleReader(Path file, SampleFormat format) {
        RecordingFiles.requireFile(file);
        this.file = file;
        this.format = format;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw RecordingFiles.unreadable(file, e);
        }
    }

    /** Reads at most {@code samples} complex samples into {@code iq} from float {@code offset} on; returns how many, 0 at the end. */
    public int read(float[] iq, int offset, int samples) {
        int done = 0;
        while (done < samples && (buffer.remaining() >= format.sampleBytes() || fill())) {
            int count = Math.min(samples - done, buffer.remaining() / format.sampleBytes());
            int from = offset + 2 * done;
            format.decode(buffer, iq, from, 2 * count, format.fullScale());
            notFiniteSamples += RecordingFiles.zeroNotFinite(iq, from, count);
            done += count;
        }
        return done;
    }

    /** Reads on until a whole sample is there; false at the end of the file. */
    private boolean fill() {
        buffer.compact();
        try {
            int read = 0;
            while (read >= 0 && buffer.position() < format.sampleBytes()) {
                read = channel.read(buffer);
            }
        } catch (IOException e) {
            throw RecordingFiles.unreadable(file, e);
        } finally {
            buffer.flip();
        }
        return buffer.remaining() >= format.sampleBytes();
    }

    /** Samples read as zero because a part of them was NaN or infinite. */
    public long notFiniteSamples() {
        return notFiniteSamples;
    }

    /** Whole samples in the file at present. */
    public long samples() {
        return bytes() / format.sampleBytes();
    }

    /** Bytes after the last whole sample, as a recording that was cut off has. */
    public int trailingBytes() {
        return (int) (bytes() % format.sampleBytes());
    }

    private long bytes() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw RecordingFiles.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RecordingFiles.unreadable(file, e);
        }
    }
}
