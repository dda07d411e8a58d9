// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GradientTest {

    private static final Compute COMPUTE = Compute.open("cpu");

    @AfterAll
    static void close() {
        COMPUTE.close();
    }

    private static float[] ofSquares(float factor) {
        return Scope.call(COMPUTE.manager(), scope -> Gradient.of(scope.create(new float[] {1, -2, 3, 0}, new Shape(2, 2)),
                x -> Layers.times(x.square(), factor).sum()).gradient());
    }

    /** d/dx of a x^2 is 2 a x. */
    @Test
    void isThatOfTheClosedForm() {
        assertThat(ofSquares(5)).containsExactly(new float[] {10, -20, 30, 0}, within(1e-5f));
    }

    /** DJL's collector refuses a second thread; four threads here ask two hundred times each, each for its own. */
    @Test
    void threadsDoNotMeet() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = IntStream.range(1, 5).<Future<?>>mapToObj(factor -> threads.submit(() -> {
                for (int i = 0; i < 200; i++) {
                    assertThat(ofSquares(factor)).containsExactly(new float[] {2 * factor, -4 * factor, 6 * factor, 0}, within(1e-5f));
                }
            })).toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Inference keeps nothing for gradients that nobody asks for. */
    @Test
    void leavesNoGradientModeBehind() {
        boolean before = JniUtils.isGradMode();
        try {
            for (boolean mode : new boolean[] {false, true}) {
                JniUtils.setGradMode(mode);
                ofSquares(1);
                assertThat(JniUtils.isGradMode()).isEqualTo(mode);
            }
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
