// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;

@Tag("training")
class DenoiserProblemTest {

    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {2, 1, 1, 0.5f}, new float[] {1.6f, 1, 1, 0.4f});
    private static final DenoiserConfig CONFIG = new DenoiserConfig(new Optimisation(80, 3e-3, 5, 1, 0.9), 4, 8, 3, 6, 9, 0.2, 0.1,
            new DenoiserConfig.Network(16, 16, 1), 1);

    /**
     * What is drawn must be what {@link org.semlink.codec.SymbolMapper} delivers: noise N0 p / power_c per real element, p the picture's own
     * mean power. A 3 dB slip (per real against per complex) or a forgotten channel power would show at once.
     */
    @Test
    void noiseHasTheVarianceThatTheDeviationTells() {
        List<Latent> latents = latents(1, 40);
        double snr = 2;
        DenoiserBatch batch = DenoiserBatch.of(latents, FORMAT, 64, 32, new SplittableRandom(3), r -> new DenoiserBatch.Link(snr, SymbolFades.NONE));
        double power = meanPower(latents.get(0));
        int plane = 32 * 32;
        for (int c = 0; c < 4; c++) {
            double sum = 0;
            int count = 0;
            for (int b = 0; b < 64; b++) {
                for (int i = (b * 4 + c) * plane; i < (b * 4 + c + 1) * plane; i++, count++) {
                    double d2 = batch.deviation[i] * (double) batch.deviation[i];
                    double noise = batch.shrunk[i] / (1 - d2) - batch.clean[i];
                    sum += noise * noise;
                    assertThat(d2 / (1 - d2)).isCloseTo(power / (snr * FORMAT.power(c)), within(1e-4));
                }
            }
            assertThat(sum / count).isCloseTo(power / (snr * FORMAT.power(c)), within(0.03 * power / (snr * FORMAT.power(c))));
        }
    }

    @Test
    void lostElementsAreUnknownAndZero() {
        DenoiserBatch batch = DenoiserBatch.of(latents(1, 16), FORMAT, 8, 16, new SplittableRandom(3), r -> new DenoiserBatch.Link(10, new SymbolFades(false, 0.5)));
        int lost = 0;
        for (int i = 0; i < batch.shrunk.length; i++) {
            if (batch.deviation[i] == 1) {
                assertThat(batch.shrunk[i]).isZero();
                lost++;
            }
        }
        assertThat(lost / (double) batch.shrunk.length).isCloseTo(0.5, within(0.05));
    }

    /** The latents are waves, far from white: eighty steps must find some of it. An untrained network is shrinkage itself. */
    @Test
    void trainingBeatsShrinkageAndResumesToTheBit(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        Map<String, StoredTensor> undisturbed;
        try (Compute compute = Compute.open("cpu"); Trainer<DenoiserBatch> trainer = trainer(compute)) {
            assertThat(trainer.validate("validation_5db").losses().get("ratio")).isCloseTo(1, within(0.15));
            run(trainer, 40);
            trainer.save(file);
            run(trainer, 80);
            assertThat(trainer.validate("validation_5db").losses().get("ratio")).isLessThan(0.75);
            undisturbed = trainer.averages();
        }
        try (Compute compute = Compute.open("cpu"); Trainer<DenoiserBatch> trainer = trainer(compute)) {
            trainer.resume(file);
            assertThat(trainer.step()).isEqualTo(40);
            run(trainer, 80);
            trainer.averages().forEach((name, tensor) -> assertThat(tensor.values()).as(name).isEqualTo(undisturbed.get(name).values()));
        }
    }

    /** Numbers that DJL's arithmetic takes must outlive the gradient. */
    @Test
    void theGradientReadsNothingThatJavaCollected() {
        try (Compute compute = Compute.open("cpu")) {
            CollectedMemory.assertUnread(trainer(compute).problem(), compute.manager());
        }
    }

    private static Trainer<DenoiserBatch> trainer(Compute compute) {
        DenoiserProblem problem = new DenoiserProblem(CONFIG, FORMAT, latents(3, 12), latents(2, 12), "data", compute.manager());
        return new Trainer<>(problem, CONFIG.optimisation(), compute.manager());
    }

    private static void run(Trainer<DenoiserBatch> trainer, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.prepare(trainer.step()).join());
        }
    }

    private static double meanPower(Latent latent) {
        double sum = 0;
        for (int i = 0; i < latent.values().length; i++) {
            sum += FORMAT.power(i / latent.shape().plane()) * latent.values()[i] * latent.values()[i];
        }
        return sum / latent.values().length;
    }

    /** Smooth waves of about unit variance, other in each channel. */
    private static List<Latent> latents(int count, int side) {
        List<Latent> latents = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            float[] values = new float[4 * side * side];
            for (int i = 0; i < values.length; i++) {
                int c = i / (side * side);
                values[i] = (float) (1.4 * Math.sin(0.4 * (i / side % side) + 0.3 * (n + 1) * (i % side) + c));
            }
            latents.add(new Latent(new LatentShape(4, side, side), values));
        }
        return latents;
    }
}
