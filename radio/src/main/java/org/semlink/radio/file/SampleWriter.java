// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;

/**
 * Writes raw samples of any number, with one buffer, beside the file; closing renames what was written into its place.
 *
 * <p>A sample with a NaN or infinite part is written as zero and counted, as is one that the format had to clip. The SHA-512 of the file
 * is computed on the way. After a failed write (full disk) closing leaves the {@link #part()} as it is. Used by one thread.
 */
public final class SampleWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path part;
    private final SampleFormat format;
    private final FileChannel channel;
    private final MessageDigest digest = RecordingFiles.sha512();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** What is encoded next; the caller's samples stay as they are. */
    private final float[] piece = new float[BUFFER_BYTES];
    private String sha512 = "";
    private long samples;
    private long clippedSamples;
    private long notFiniteSamples;
    private boolean failed;
    private boolean closed;

    /** Starts the recording; makes missing folders. An existing {@code file} stays as it is until the close. */
    public SampleWriter(Path file, SampleFormat format) {
        this.file = file.toAbsolutePath();
        this.part = this.file.resolveSibling(this.file.getFileName() + ".part-" + ProcessHandle.current().pid());
        this.format = format;
        if (Files.isDirectory(this.file)) {
            throw SemlinkException.input("recording %s is a folder; name a file in it", file);
        }
        try {
            Files.createDirectories(this.file.getParent());
            this.channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw SemlinkException.environment("cannot write %s: %s is in the way, of another recording or of one that was cut off; "
                    + "move it away or choose another name", file, e.getFile()).causedBy(e);
        } catch (IOException e) {
            throw RecordingFiles.unwritable(file, e);
        }
    }

    /** Appends {@code count} complex samples of {@code iq}, from float {@code offset} on. */
    public void write(float[] iq, int offset, int count) {
        for (int done = 0; done < count;) {
            if (buffer.remaining() < format.sampleBytes()) {
                flush();
            }
            int now = Math.min(count - done, buffer.remaining() / format.sampleBytes());
            System.arraycopy(iq, offset + 2 * done, piece, 0, 2 * now);
            notFiniteSamples += RecordingFiles.zeroNotFinite(piece, 0, now);
            clippedSamples += format.encode(piece, 0, 2 * now, buffer, format.fullScale());
            samples += now;
            done += now;
        }
    }

    /** Appends {@code count} samples of silence. */
    public void writeZeros(int count) {
        write(new float[2 * count], 0, count);
    }

    /** Hands everything so far to the file system, where a reader of {@link #part()} finds it. */
    public void flush() {
        buffer.flip();
        digest.update(buffer.duplicate());
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            failed = true;
            throw RecordingFiles.unwritable(part, e);
        } finally {
            buffer.clear();
        }
    }

    /** Where the samples are until the close. */
    public Path part() {
        return part;
    }

    /** Samples appended so far. */
    public long samples() {
        return samples;
    }

    public long clippedSamples() {
        return clippedSamples;
    }

    public long notFiniteSamples() {
        return notFiniteSamples;
    }

    /** Whether a write failed, so that the recording stays a part. */
    public boolean failed() {
        return failed;
    }

    /** After the close, the SHA-512 of the file in lower-case hexadecimal. */
    public String sha512() {
        return sha512;
    }

    /** Puts the recording in its place; without a single sample there will be none, and an existing file stays. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!failed) {
                flush();
                sha512 = HexFormat.of().formatHex(digest.digest());
            }
        } finally {
            release();
        }
        try {
            if (samples == 0) {
                Files.delete(part);
            } else if (!failed) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw RecordingFiles.unwritable(file, e);
        }
    }

    private void release() {
        try {
            channel.close();
        } catch (IOException e) {
            failed = true;
            throw RecordingFiles.unwritable(part, e);
        }
    }
}
