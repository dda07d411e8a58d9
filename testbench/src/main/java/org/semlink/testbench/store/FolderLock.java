// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.semlink.common.SemlinkException;

/** One sweep at a time in a folder; the operating system frees the lock of a process that dies. */
final class FolderLock implements AutoCloseable {

    private static final String FILE = "sweep.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Locks {@code folder}, which must exist; one that is locked already is an environment error. */
    static FolderLock of(Path folder) {
        try {
            FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw SemlinkException.environment("another sweep is at work in %s; wait for it, or choose another folder with --out", folder);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot lock %s (%s); choose a folder that can be written with --out", folder, e.getMessage()).causedBy(e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
