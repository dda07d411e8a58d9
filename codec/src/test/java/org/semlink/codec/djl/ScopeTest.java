// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;

class ScopeTest {

    /** A petabyte is more than any machine gives: PyTorch's own words for it, not ours. */
    @Test
    void exhaustedMemoryIsOneLineThatSaysWhatToDo() {
        try (Compute compute = Compute.open("cpu")) {
            Throwable e = catchThrowable(() -> Scope.call(compute.manager(), scope -> scope.create(new Shape(1L << 48), DataType.FLOAT32)));
            assertThat(e).isInstanceOf(SemlinkException.class).hasMessageStartingWith("out of memory on cpu (").hasMessageContaining("lower --batch")
                    .hasMessageNotContaining("\n");
            assertThat(((SemlinkException) e).kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT);
            assertThat(Scope.ranOut(e)).isTrue();
        }
    }

    @Test
    void cudasParagraphIsCutToWhatRanOut() {
        assertThat(Scope.shortened("CUDA out of memory. Tried to allocate 32.00 MiB. GPU 0 has a total capacity of 139.80 GiB of which 138.85 GiB is free. Including non-PyTorch memory"))
                .isEqualTo("CUDA out of memory. Tried to allocate 32.00 MiB");
        assertThat(Scope.shortened("CUDA error: out of memory")).isEqualTo("CUDA error: out of memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 7.79 GiB", "CUDA error: out of memory",
            "cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"})
    void aGpusWordsForItAreKnown(String message) {
        assertThat(Scope.ranOut(SemlinkException.environment("x").causedBy(new EngineException(message)))).isTrue();
    }

    @Test
    void otherErrorsStayWhatTheyAre() {
        try (Compute compute = Compute.open("cpu")) {
            assertThatThrownBy(() -> Scope.call(compute.manager(), scope -> scope.ones(new Shape(2, 3)).matMul(scope.ones(new Shape(2, 3)))))
                    .isInstanceOf(EngineException.class).matches(e -> !Scope.ranOut(e));
            assertThat(Scope.ranOut(new IllegalStateException("out of memory"))).isFalse();
        }
    }

    @Test
    void arraysAreFreedWhateverHappens() {
        try (Compute compute = Compute.open("cpu")) {
            NDArray[] kept = new NDArray[1];
            Scope.call(compute.manager(), scope -> kept[0] = scope.ones(new Shape(2)));
            assertThat(kept[0].isReleased()).isTrue();
            assertThatThrownBy(() -> Scope.call(compute.manager(), scope -> {
                kept[0] = scope.ones(new Shape(2));
                throw new IllegalStateException("broken");
            })).hasMessage("broken");
            assertThat(kept[0].isReleased()).isTrue();
        }
    }

    /** The memory that calls need must not add up; on a CPU they do run at once. */
    @Test
    void aGpuRunsOneCallAtATimeAndACpuSeveral() throws Exception {
        assertThat(mostAtOnce(Device.gpu(0))).isEqualTo(1);
        assertThat(mostAtOnce(Device.cpu())).isEqualTo(2);
        assertThat(Scope.<Integer>inTurn(Device.gpu(0), () -> Scope.inTurn(Device.gpu(0), () -> 7))).as("a call within a call").isEqualTo(7);
    }

    /** How many of two threads' calls were ever running together: each waits in its call until the other is there, half a second at most. */
    private static int mostAtOnce(Device device) throws Exception {
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger running = new AtomicInteger();
        Runnable call = () -> Scope.inTurn(device, () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            both.countDown();
            try {
                return both.await(500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                running.decrementAndGet();
            }
        });
        Thread other = new Thread(call);
        other.start();
        call.run();
        other.join();
        return most.get();
    }

    /** 3 x 3 kernel, 4 in, 8 out, on 6 x 10 at stride 2: 3 x 5 outputs, each 36 multiplications and additions of 8 channels; twice. */
    @Test
    void operationsOfConvolutionsAreCounted() {
        try (Compute compute = Compute.open("cpu")) {
            Layers.Conv conv = Layers.Conv.of(Parameters.initialised(compute.manager(), 1), "c", 4, 8, 3, 2, 1);
            NDArray x = compute.manager().ones(new Shape(2, 4, 6, 10));
            assertThat(Flops.of(() -> conv.apply(x))).isEqualTo(2L * 2 * 8 * 15 * 36);
            assertThat(Flops.of(() -> { })).as("nothing is counted twice").isZero();
        }
    }
}
