// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final Trainer.Sizes SMALL = new Trainer.Sizes(new VaeNetwork.Config(16, 1, 1), new UNet.Config(32, 16, 16, 1));

    @Test
    void interruptedAndResumedEqualsUndisturbedToTheBit(@TempDir Path folder) {
        TrainingConfig config = config(6, 1);
        Path file = folder.resolve("checkpoint.safetensors");
        Map<String, StoredTensor> undisturbed;
        try (Compute compute = Compute.open("cpu"); Trainer trainer = new Trainer(config, SMALL, photos(1), compute)) {
            run(trainer, config, 6);
            undisturbed = trainer.denoiserWeights();
            undisturbed.putAll(trainer.vaeWeights());
        }
        try (Compute compute = Compute.open("cpu"); Trainer trainer = new Trainer(config, SMALL, photos(1), compute)) {
            run(trainer, config, 3);
            trainer.save(file);
        }
        try (Compute compute = Compute.open("cpu"); Trainer trainer = new Trainer(config, SMALL, photos(1), compute)) {
            trainer.resume(file);
            assertThat(trainer.step()).isEqualTo(3);
            run(trainer, config, 6);
            Map<String, StoredTensor> resumed = trainer.denoiserWeights();
            resumed.putAll(trainer.vaeWeights());
            undisturbed.forEach((name, tensor) -> assertThat(resumed.get(name).values()).as(name).isEqualTo(tensor.values()));
        }
    }

    @Test
    void checkpointOfOtherOptionsOrPicturesIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        try (Compute compute = Compute.open("cpu")) {
            try (Trainer trainer = new Trainer(config(6, 1), SMALL, photos(1), compute)) {
                trainer.save(file);
            }
            try (Trainer trainer = new Trainer(config(6, 2), SMALL, photos(1), compute)) {
                assertThatThrownBy(() -> trainer.resume(file)).isInstanceOf(SemlinkException.class).hasMessageContaining("other options");
            }
            try (Trainer trainer = new Trainer(config(6, 1), SMALL, photos(2), compute)) {
                assertThatThrownBy(() -> trainer.resume(file)).isInstanceOf(SemlinkException.class).hasMessageContaining("other training pictures");
            }
        }
    }

    /** Sixty steps gain over half a dB on the same draws; a sign slip or a dead gradient gains nothing. */
    @Test
    void lossOnFixedDrawsFalls() {
        TrainingConfig config = config(60, 1);
        try (Compute compute = Compute.open("cpu"); Trainer trainer = new Trainer(config, SMALL, photos(1), compute)) {
            double before = trainer.validate(photos(1), 6).logError();
            run(trainer, config, 60);
            assertThat(trainer.validate(photos(1), 6).logError()).isLessThan(before - 0.12);
        }
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        TrainingConfig config = config(12, 1);
        try (Compute compute = Compute.open("cpu"); Trainer trainer = new Trainer(config, SMALL, photos(1), compute)) {
            run(trainer, config, 4);
            int arrays = trainer.heldArrays();
            run(trainer, config, 12);
            assertThat(trainer.heldArrays()).isEqualTo(arrays);
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

    private static void run(Trainer trainer, TrainingConfig config, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.prepare(trainer.step()).join());
        }
    }

    private static TrainingConfig config(int steps, long seed) {
        return new TrainingConfig(steps, 2, 32, 1e-3, 3, 1, 0.9, 1e-4, 0.2, -8, 30, seed);
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
