// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.network.UNet;

/** Training with small networks on drawn pictures: what holds here holds for the real ones, only slower. */
class TrainerTest {

    private static final JointProblem.Sizes SMALL = new JointProblem.Sizes(new VaeNetwork.Config(32, 16, 1, 1), new UNet.Config(32, 16, 16, 1));

    /** A problem with its trainer and the device they live on. */
    private record Rig(Compute compute, JointProblem problem, Trainer<Batch> trainer) implements AutoCloseable {

        static Rig of(TrainingConfig config, List<Photo> photos) {
            Compute compute = Compute.open("cpu");
            JointProblem problem = new JointProblem(config, SMALL, photos, photos, compute.manager());
            return new Rig(compute, problem, new Trainer<>(problem, config.optimisation(), compute.manager()));
        }

        void run(int until) {
            while (trainer.step() < until) {
                trainer.step(trainer.prepare(trainer.step()).join());
            }
        }

        Map<String, StoredTensor> weights() {
            TrainedWeights weights = problem.weights(trainer, true);
            Map<String, StoredTensor> all = new HashMap<>(weights.vae());
            all.putAll(weights.denoiser());
            return all;
        }

        @Override
        public void close() {
            trainer.close();
            compute.close();
        }
    }

    /** Numbers that DJL's arithmetic takes must outlive the gradient. */
    @Test
    void theGradientReadsNothingThatJavaCollected() {
        try (Rig rig = Rig.of(config(6, 1), photos(1))) {
            CollectedMemory.assertUnread(rig.problem, rig.compute.manager());
        }
    }

    @Test
    void interruptedAndResumedEqualsUndisturbedToTheBit(@TempDir Path folder) {
        TrainingConfig config = config(6, 1);
        Path file = folder.resolve("checkpoint.safetensors");
        Map<String, StoredTensor> undisturbed;
        try (Rig rig = Rig.of(config, photos(1))) {
            rig.run(6);
            undisturbed = rig.weights();
        }
        try (Rig rig = Rig.of(config, photos(1))) {
            rig.run(3);
            rig.trainer.validate("validation");
            rig.trainer.save(file);
        }
        try (Rig rig = Rig.of(config, photos(1))) {
            rig.trainer.resume(file);
            assertThat(rig.trainer.step()).isEqualTo(3);
            rig.run(6);
            Map<String, StoredTensor> resumed = rig.weights();
            assertThat(resumed.keySet()).isEqualTo(undisturbed.keySet()).contains("klt.basis", "in.weight");
            undisturbed.forEach((name, tensor) -> assertThat(resumed.get(name).values()).as(name).isEqualTo(tensor.values()));
        }
    }

    @Test
    void checkpointOfOtherOptionsOrPicturesIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        try (Rig rig = Rig.of(config(6, 1), photos(1))) {
            rig.trainer.save(file);
        }
        try (Rig rig = Rig.of(config(6, 2), photos(1))) {
            assertThatThrownBy(() -> rig.trainer.resume(file)).isInstanceOf(SemlinkException.class).hasMessageContaining("other options");
        }
        try (Rig rig = Rig.of(config(6, 1), photos(2))) {
            assertThatThrownBy(() -> rig.trainer.resume(file)).isInstanceOf(SemlinkException.class).hasMessageContaining("other training pictures");
        }
    }

    /** Sixty steps gain over half a dB on the same draws; a sign slip or a dead gradient gains nothing. */
    @Test
    void lossOnFixedDrawsFalls() {
        try (Rig rig = Rig.of(config(60, 1), photos(1))) {
            double before = rig.trainer.validate("validation").losses().get("log_error");
            rig.run(60);
            assertThat(rig.trainer.validate("validation").losses().get("log_error")).isLessThan(before - 0.12);
        }
    }

    /** Two in a row that are no better than the best before: the second of an equal pair is not. */
    @Test
    void patienceEndsAfterValidationsInARowThatAreNoBetter() {
        assertThat(TrainingRun.isExhausted(List.of(), 2)).isFalse();
        assertThat(TrainingRun.isExhausted(List.of(3.0, 2.0, 2.5), 2)).isFalse();
        assertThat(TrainingRun.isExhausted(List.of(3.0, 2.0, 2.5, 2.0), 2)).isTrue();
        assertThat(TrainingRun.isExhausted(List.of(3.0, 2.0, 2.5, 1.9, 1.95), 2)).isFalse();
        assertThat(TrainingRun.isExhausted(List.of(3.0, 3.5), 1)).isTrue();
    }

    /** The log tells of the validations alone, mean over the sets of a step, also after it was read again. */
    @Test
    void validationsAreReadFromTheLog(@TempDir Path folder) {
        TrainingLog log = TrainingLog.continuing(folder.resolve("training.csv"), List.of("total"), 0);
        for (int step = 1; step <= 3; step++) {
            log.add(TrainingLog.TRAIN, new StepReport(step, Map.of("total", 9.0), 1, 1e-3));
            log.add("validation_a", new StepReport(step, Map.of("total", 1.0 * step), 0, 0));
            log.add("validation_b", new StepReport(step, Map.of("total", 3.0 * step), 0, 0));
        }
        log.write();
        assertThat(log.validations()).containsExactly(2.0, 4.0, 6.0);
        assertThat(TrainingLog.continuing(folder.resolve("training.csv"), List.of("total"), 2).validations()).containsExactly(2.0, 4.0);
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        try (Rig rig = Rig.of(config(12, 1), photos(1))) {
            rig.run(4);
            int arrays = rig.trainer.heldArrays();
            rig.run(12);
            assertThat(rig.trainer.heldArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void batchesAreAFunctionOfSeedAndStep() {
        List<Photo> photos = photos(1);
        Batch first = Batch.of(photos, config(6, 1), 4);
        assertThat(Batch.of(photos, config(6, 1), 4).pixels).isEqualTo(first.pixels);
        assertThat(Batch.of(photos, config(6, 1), 4).channelNoise).isEqualTo(first.channelNoise);
        assertThat(Batch.of(photos, config(6, 1), 5).pixels).isNotEqualTo(first.pixels);
        assertThat(Batch.of(photos, config(6, 2), 4).channelNoise).isNotEqualTo(first.channelNoise);
    }

    private static TrainingConfig config(int steps, long seed) {
        return new TrainingConfig(32, steps, 2, 32, 1e-3, 3, 1, 0.9, 1e-4, 0.2, -8, 30, seed);
    }

    /** Waves and edges with some colour. */
    private static List<Photo> photos(int kind) {
        List<Photo> photos = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            float[] samples = new float[3 * 48 * 48];
            for (int i = 0; i < samples.length; i++) {
                int c = i / 2304;
                int y = i / 48 % 48;
                int x = i % 48;
                samples[i] = (float) (0.5 + 0.3 * Math.sin(0.2 * kind * x + 0.1 * (k + 1) * y + c) + (x > 10 + 7 * k ? 0.15 : -0.15));
            }
            photos.add(new Photo(new Picture(48, 48, samples)));
        }
        return photos;
    }
}
