// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/**
 * Thousands of steps of a tiny network through all that training does: forward, backward, clipping, Adam, averaging. In a process of its own, whose
 * Java heap stands still, so that what the system says of it is native memory; prints arrays and bytes after the warm-up and at the end.
 */
final class TrainingLeakProbe {

    static final List<String> OPTIONS = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Dai.djl.offline=true");

    private static final int WARM_UP = 1000;
    private static final int STEPS = 5000;
    private static final UNet.Config TINY = new UNet.Config(1, 1, 1, 1);

    private TrainingLeakProbe() {
    }

    public static void main(String[] args) throws IOException {
        try (Compute compute = Compute.open("cpu"); Trainer<float[]> trainer = trainer(compute, false)) {
            run(trainer, WARM_UP);
            int arrays = arrays(compute.manager(), trainer);
            long resident = residentBytes();
            run(trainer, STEPS);
            System.out.println(arrays + " " + arrays(compute.manager(), trainer) + " " + resident + " " + residentBytes());
        }
    }

    /** Arrays in all managers that there are. */
    static int arrays(NDManager manager, Trainer<float[]> trainer) {
        return manager.getManagedArrays().size() + trainer.heldArrays();
    }

    static void run(Trainer<float[]> trainer, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.problem().draw(trainer.step()));
        }
    }

    private static long residentBytes() throws IOException {
        System.gc();
        return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }

    static Trainer<float[]> trainer(Compute compute, boolean leaking) {
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
