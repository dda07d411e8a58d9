// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/** Thousands of steps of a tiny network through all that training does: forward, backward, clipping, Adam, averaging. */
class TrainingLeakTest {

    private static final int STEPS = 5000;
    private static final UNet.Config TINY = new UNet.Config(1, 1, 1, 1);
    /** What the process may grow by: a kilobyte left behind by each step would be 5 MB, the gradients of one step 20. */
    private static final long SLACK_BYTES = 16L << 20;

    private int threads;

    /** Nothing here is worth a second thread, and waiting for one on a busy machine takes longer than the work. */
    @BeforeEach
    void oneThread() {
        Compute.engineVersion();
        threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
    }

    @AfterEach
    void asBefore() {
        JniUtils.setNumThreads(threads);
    }

    /** Arrays, in all managers there are, and what the system says of the process, after a warm-up: flat. */
    @Test
    void fiveThousandStepsLeaveNothingBehind() throws IOException {
        try (Compute compute = Compute.open("cpu"); Trainer<float[]> trainer = trainer(compute, false)) {
            run(trainer, 1000);
            int arrays = arrays(compute.manager(), trainer);
            long resident = residentBytes();
            run(trainer, STEPS);
            assertThat(arrays(compute.manager(), trainer)).isEqualTo(arrays);
            assertThat(residentBytes() - resident).isLessThan(SLACK_BYTES);
        }
    }

    /** The count is not blind: one array a step left with the network's own manager shows. */
    @Test
    void anArrayLeftByEachStepIsCounted() {
        try (Compute compute = Compute.open("cpu"); Trainer<float[]> trainer = trainer(compute, true)) {
            int arrays = arrays(compute.manager(), trainer);
            run(trainer, 10);
            assertThat(arrays(compute.manager(), trainer)).isEqualTo(arrays + 10);
        }
    }

    private static int arrays(NDManager manager, Trainer<float[]> trainer) {
        return manager.getManagedArrays().size() + trainer.heldArrays();
    }

    private static void run(Trainer<float[]> trainer, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.problem().draw(trainer.step()));
        }
    }

    /** Resident memory after a collection, which frees what only Java still holds; 0 where there is no /proc. */
    private static long residentBytes() throws IOException {
        System.gc();
        Path statm = Path.of("/proc/self/statm");
        return Files.exists(statm) ? 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]) : 0;
    }

    private static Trainer<float[]> trainer(Compute compute, boolean leaking) {
        return new Trainer<>(new Tiny(compute.manager(), leaking), new Optimisation(STEPS, 1e-3, 10, 1, 0.9), compute.manager());
    }

    /** A U-Net of one channel, told to say nothing. */
    private static final class Tiny implements Problem<float[]> {

        private final NDManager owner;
        private final boolean leaking;
        private final Parameters parameters;
        private final UNet network;

        Tiny(NDManager manager, boolean leaking) {
            this.owner = manager;
            this.leaking = leaking;
            parameters = Parameters.initialised(manager, 1);
            network = new UNet(parameters, TINY);
        }

        @Override
        public float[] draw(long step) {
            return new float[] {step % 7, 1, -1, 0.5f};
        }

        @Override
        public List<NDArray> loss(float[] batch, NDManager scope) {
            Shape shape = new Shape(1, 1, 2, 2);
            if (leaking) {
                owner.create(1f);
            }
            return List.of(network.apply(scope.create(batch, shape), scope.ones(shape), scope.zeros(new Shape(1, TimeEmbedding.SIZE, 1, 1))).square().mean());
        }

        @Override
        public List<String> heldOut() {
            return List.of();
        }

        @Override
        public float[] drawHeldOut(String set, int i) {
            return draw(i);
        }

        @Override
        public int heldOutBatches() {
            return 0;
        }

        @Override
        public List<String> lossParts() {
            return List.of("square");
        }

        @Override
        public List<NDArray> shown(NDManager scope) {
            return List.of();
        }

        @Override
        public Map<String, NDArray> trained() {
            return new LinkedHashMap<>(parameters.arrays());
        }

        @Override
        public String options() {
            return "tiny";
        }

        @Override
        public String data() {
            return "none";
        }
    }
}
