// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;

/** The queue with a denoiser that notes the calls it gets, and fails where it is told to. */
class BatchingDenoiserTest {

    private final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Everyone gets the answer to their own question, in full calls: a queue that mixes up its answers, or that lets each go alone, fails. */
    @Test
    void eightThreadsShareCallsOfFour() throws Exception {
        try (BatchingDenoiser batching = new BatchingDenoiser(noting(Integer.MAX_VALUE), 4, said::add)) {
            for (int round = 0; round < 50; round++) {
                ask(batching, 8, new LatentShape(1, 2, 2));
            }
        }
        assertThat(calls.stream().mapToInt(Integer::intValue).sum()).isEqualTo(400);
        assertThat(calls).allMatch(size -> size <= 4);
        assertThat(calls.size()).as("calls for 400 latents, 100 if every one is full").isBetween(100, 200);
    }

    @Test
    void oneThreadAloneIsNotHeldUp() throws Exception {
        try (BatchingDenoiser batching = new BatchingDenoiser(noting(Integer.MAX_VALUE), 16, said::add)) {
            long start = System.nanoTime();
            ask(batching, 1, new LatentShape(1, 2, 2));
            assertThat((System.nanoTime() - start) / 1e6).isBetween(BatchingDenoiser.PATIENCE_MS - 1.0, 1000.0);
        }
        assertThat(calls).containsExactly(1);
    }

    /** The noting denoiser refuses mixed calls itself. */
    @Test
    void shapesAreNotMixed() throws Exception {
        try (BatchingDenoiser batching = new BatchingDenoiser(noting(Integer.MAX_VALUE), 8, said::add)) {
            List<Future<Latent>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int value = i;
                answers.add(threads.submit(() -> batching.denoise(noisy(value, new LatentShape(1, 1 + value % 2, 3)))));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(answers.get(i).get().values()).containsOnly(0f - i);
                assertThat(answers.get(i).get().shape().height()).isEqualTo(1 + i % 2);
            }
        }
    }

    /** Room for three: a full call of four does not fit, two do, from then on without another try. Said once. */
    @Test
    void outOfMemoryHalvesTheCallsForGood() throws Exception {
        try (BatchingDenoiser batching = new BatchingDenoiser(noting(3), 4, said::add)) {
            // On a busy machine latents may come too late to fill a call, and fewer fit.
            for (int round = 0; round < 100 && said.isEmpty(); round++) {
                ask(batching, 8, new LatentShape(1, 2, 2));
            }
            int before = calls.size();
            ask(batching, 8, new LatentShape(1, 2, 2));
            assertThat(calls.subList(before, calls.size())).allMatch(size -> size <= 2);
        }
        assertThat(said).singleElement().asString().contains("out of memory with 4").contains("going on with 2");
    }

    @Test
    void aSingleLatentThatDoesNotFitIsAnErrorForEachWhoAsked() {
        try (BatchingDenoiser batching = new BatchingDenoiser(noting(0), 4, said::add)) {
            List<Future<Latent>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> batching.denoise(noisy(1, new LatentShape(1, 1, 1)))));
            }
            answers.forEach(answer -> assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).hasRootCauseInstanceOf(EngineException.class)
                    .rootCause().hasMessageContaining("out of memory"));
        }
    }

    /** Other errors are nobody's reason to try smaller calls. */
    @Test
    void otherErrorsAreHandedOn() {
        Denoiser broken = new Denoiser() {
            @Override
            public Latent denoise(NoisyLatent noisy) {
                throw new IllegalArgumentException("broken");
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
        try (BatchingDenoiser batching = new BatchingDenoiser(broken, 4, said::add)) {
            assertThatThrownBy(() -> batching.denoise(noisy(1, new LatentShape(1, 1, 1)))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> batching.denoise(noisy(1, new LatentShape(1, 1, 1)))).as("the queue goes on").hasMessage("broken");
        }
        assertThat(said).isEmpty();
    }

    /** A heap that is full is an Error, and the threads that wait for the same call must hear of it. */
    @Test
    void anErrorReachesEachWhoAskedAndTheQueueGoesOn() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        Denoiser exhausted = new Denoiser() {
            private final Denoiser works = noting(Integer.MAX_VALUE);

            @Override
            public Latent denoise(NoisyLatent noisy) {
                return works.denoise(noisy);
            }

            @Override
            public List<Latent> denoiseAll(List<NoisyLatent> noisy) {
                if (full.get()) {
                    throw new OutOfMemoryError("Java heap space");
                }
                return works.denoiseAll(noisy);
            }

            @Override
            public void close() {
                works.close();
            }
        };
        try (BatchingDenoiser batching = new BatchingDenoiser(exhausted, 4, said::add)) {
            List<Future<Latent>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> batching.denoise(noisy(1, new LatentShape(1, 1, 1)))));
            }
            for (Future<Latent> answer : answers) {
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).hasRootCauseInstanceOf(OutOfMemoryError.class);
            }
            full.set(false);
            ask(batching, 4, new LatentShape(1, 2, 2));
        }
    }

    private void ask(BatchingDenoiser batching, int count, LatentShape shape) throws Exception {
        List<Future<Latent>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int value = i;
            answers.add(threads.submit(() -> batching.denoise(noisy(value, shape))));
        }
        for (int i = 0; i < count; i++) {
            assertThat(answers.get(i).get().values()).containsOnly(0f - i);
        }
    }

    private static NoisyLatent noisy(float value, LatentShape shape) {
        float[] values = new float[shape.size()];
        java.util.Arrays.fill(values, value);
        return new NoisyLatent(new Latent(shape, values), new float[shape.size()], 1);
    }

    /** Answers with the negative; has memory for {@code room} latents in a call. */
    private Denoiser noting(int room) {
        return new Denoiser() {
            @Override
            public Latent denoise(NoisyLatent noisy) {
                throw new IllegalStateException("a batching denoiser asks for lists");
            }

            @Override
            public List<Latent> denoiseAll(List<NoisyLatent> noisy) {
                assertThat(noisy.stream().map(NoisyLatent::shape).distinct()).hasSize(1);
                if (noisy.size() > room) {
                    throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB.");
                }
                calls.add(noisy.size());
                return noisy.stream().map(one -> {
                    float[] values = one.observed().values().clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 0 - values[i];
                    }
                    return new Latent(one.shape(), values);
                }).toList();
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }
}
