// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;

/**
 * One call of a network: its arrays are freed when it ends, and memory that runs out in it is an error that says so.
 *
 * <p>On a GPU one call runs at a time: its work is in one queue whoever asks, so more gain nothing, and what memory they need would add up.
 */
public final class Scope {

    /** What PyTorch's allocators say: CUDA's, cuDNN's and cuBLAS's own, the CPU's. */
    private static final List<String> EXHAUSTED = List.of("out of memory", "STATUS_ALLOC_FAILED", "can't allocate memory", "not enough memory");

    private static final Map<Device, Lock> GPUS = new ConcurrentHashMap<>();

    private Scope() {
    }

    /**
     * Runs {@code work} with a manager of its own under {@code parent}.
     *
     * @throws SemlinkException if the device's memory is exhausted; {@link #ranOut} knows it
     */
    public static <T> T call(NDManager parent, Function<NDManager, T> work) {
        return inTurn(parent.getDevice(), () -> within(parent, work));
    }

    /** On a GPU no two at a time; a call may hold others. */
    static <T> T inTurn(Device device, Supplier<T> work) {
        if (!device.isGpu()) {
            return work.get();
        }
        Lock lock = GPUS.computeIfAbsent(device, gpu -> new ReentrantLock());
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static <T> T within(NDManager parent, Function<NDManager, T> work) {
        try (NDManager scope = parent.newSubManager()) {
            return work.apply(scope);
        } catch (EngineException e) {
            if (!ranOut(e)) {
                throw e;
            }
            throw SemlinkException.environment("out of memory on %s (%s); send smaller pictures or lower --batch",
                    Compute.name(parent.getDevice()), shortened(firstLine(e))).causedBy(e);
        }
    }

    /** Whether {@code e} comes from the device's memory being exhausted: a smaller call may fit. */
    public static boolean ranOut(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException && EXHAUSTED.stream().anyMatch(String.valueOf(cause.getMessage())::contains)) {
                return true;
            }
        }
        return false;
    }

    /** Two sentences of PyTorch's: what ran out and how much was asked for. CUDA goes on with the card's state and advice for its allocator. */
    static String shortened(String message) {
        return Arrays.stream(message.split("\\. ")).limit(2).collect(Collectors.joining(". "));
    }

    /** What an error of PyTorch says before its traces. */
    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }
}
