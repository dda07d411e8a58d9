// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Scope;

/**
 * Joins what several threads ask of one denoiser into calls of many latents, which keep a GPU busy where single ones do not.
 *
 * <p>A call leaves when {@code size} latents of one shape wait, or when its first has waited for {@value #PATIENCE_MS} ms; one call runs at a
 * time, and what arrives meanwhile makes up the next. There is no thread of its own: who has waited longest runs the call. When the device's
 * memory runs out the size is halved for good, and that is said; a single latent that does not fit is an error. Results are those of single
 * calls but for rounding. Owns the denoiser.
 */
public final class BatchingDenoiser implements Denoiser {

    /** How long a latent waits for company: little beside a network call. */
    static final int PATIENCE_MS = 5;

    private final Denoiser denoiser;
    private final Consumer<String> onSmaller;
    private final List<Request> waiting = new ArrayList<>();
    private int size;
    private boolean busy;

    /**
     * @param size      most latents in a call, at least 1
     * @param onSmaller hears, in a line, that calls have to be smaller from now on
     */
    public BatchingDenoiser(Denoiser denoiser, int size, Consumer<String> onSmaller) {
        this.denoiser = denoiser;
        this.size = size;
        this.onSmaller = onSmaller;
    }

    /** A latent that waits; what became of it is set under the lock of the denoiser. */
    private static final class Request {

        private final NoisyLatent noisy;
        private final long sinceNs = System.nanoTime();
        private Latent clean;
        private Throwable failure;

        Request(NoisyLatent noisy) {
            this.noisy = noisy;
        }

        boolean isOver() {
            return clean != null || failure != null;
        }
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        Request mine = new Request(noisy);
        for (List<Request> call = next(mine, true); !call.isEmpty(); call = next(mine, false)) {
            run(call);
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure != null) {
            throw (RuntimeException) mine.failure;
        }
        return mine.clean;
    }

    /** The call that the thread of {@code mine} has to run now, or none if its latent is done. */
    private synchronized List<Request> next(Request mine, boolean isNew) {
        if (isNew) {
            waiting.add(mine);
            notifyAll();
        }
        while (!mine.isOver()) {
            if (!busy && waiting.get(0) == mine) {
                List<Request> alike = waiting.stream().filter(other -> other.noisy.shape().equals(mine.noisy.shape())).limit(size).toList();
                long leftMs = PATIENCE_MS - (System.nanoTime() - mine.sinceNs) / 1_000_000;
                if (alike.size() == size || leftMs <= 0) {
                    waiting.removeAll(alike);
                    busy = true;
                    return alike;
                }
                pause(mine, leftMs);
            } else {
                pause(mine, 0);
            }
        }
        return List.of();
    }

    private void pause(Request mine, long ms) {
        try {
            wait(ms);
        } catch (InterruptedException e) {
            waiting.remove(mine);
            notifyAll();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a denoiser", e);
        }
    }

    private void run(List<Request> call) {
        List<Latent> clean = new ArrayList<>();
        Throwable failure = null;
        try {
            while (clean.size() < call.size()) {
                clean.addAll(some(call.subList(clean.size(), call.size())));
            }
        } catch (RuntimeException | Error e) {
            // Also an Error: whoever waits would do so for ever.
            failure = e;
        }
        synchronized (this) {
            for (int i = 0; i < call.size(); i++) {
                call.get(i).clean = i < clean.size() ? clean.get(i) : null;
                call.get(i).failure = i < clean.size() ? null : failure;
            }
            busy = false;
            notifyAll();
        }
    }

    /** The first of {@code requests}, as many as fit into the device's memory. */
    private List<Latent> some(List<Request> requests) {
        for (int count = Math.min(requests.size(), size()); ; count = size()) {
            try {
                return denoiser.denoiseAll(requests.subList(0, count).stream().map(request -> request.noisy).toList());
            } catch (RuntimeException e) {
                if (count == 1 || !Scope.ranOut(e)) {
                    throw e;
                }
                Compute.releaseCached();
                halve(count);
            }
        }
    }

    private synchronized int size() {
        return size;
    }

    private void halve(int from) {
        synchronized (this) {
            size = from / 2;
        }
        onSmaller.accept("out of memory with " + from + " latents in a call of the denoiser; going on with " + from / 2);
    }

    @Override
    public void close() {
        denoiser.close();
    }
}
