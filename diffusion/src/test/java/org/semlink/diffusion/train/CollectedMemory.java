// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a problem's gradient reads memory that Java may have collected since its loss was computed: DJL's x.mul(2) makes one that does. */
final class CollectedMemory {

    private static final int BUFFERS = 4000;
    private static final float DIRT = 777;

    private CollectedMemory() {
    }

    /** The gradient of a step must be the same when Java's collector runs, and its memory is used again, between loss and gradient. */
    static <B> void assertUnread(Problem<B> problem, NDManager manager) {
        problem.trained().values().forEach(array -> array.setRequiresGradient(true));
        B batch = problem.draw(1);
        Map<String, float[]> calm = gradient(problem, batch, manager, () -> { });
        for (int i = 0; i < 3; i++) {
            Map<String, float[]> disturbed = gradient(problem, batch, manager, CollectedMemory::reuse);
            disturbed.forEach((name, gradient) -> {
                float most = 1e-12f;
                for (float g : calm.get(name)) {
                    most = Math.max(most, Math.abs(g));
                }
                // Sums of threads differ in their last bits; garbage differs by factors.
                assertThat(gradient).as(name).containsExactly(calm.get(name), within(1e-4f * most));
            });
        }
    }

    private static <B> Map<String, float[]> gradient(Problem<B> problem, B batch, NDManager manager, Runnable between) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (NDManager scope = manager.newSubManager(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = problem.loss(batch, scope).get(0);
            between.run();
            collector.backward(loss);
            problem.trained().forEach((name, array) -> {
                try (NDArray gradient = array.getGradient()) {
                    gradients.put(name, gradient.toFloatArray());
                    gradient.muli(0);
                }
            });
        }
        return gradients;
    }

    private static void reuse() {
        System.gc();
        try {
            // Direct buffers are freed by a thread of their own, a moment after the collection.
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<ByteBuffer> dirt = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES + i % 24).order(ByteOrder.nativeOrder());
            while (buffer.remaining() >= Float.BYTES) {
                buffer.putFloat(DIRT);
            }
            dirt.add(buffer);
        }
    }
}
