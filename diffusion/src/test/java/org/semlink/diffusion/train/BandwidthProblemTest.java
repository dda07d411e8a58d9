// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.network.FrozenDenoiser;
import org.semlink.diffusion.network.UNet;

/** Over smooth latents of two channels at stride 8: 1/192 as they are, 1/384 and 1/768 by the module. */
@Tag("training")
class BandwidthProblemTest {

    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {1, 0.5f}, new float[] {1, 1});
    private static final BandwidthConfig CONFIG = new BandwidthConfig(new Optimisation(200, 2e-3, 10, 1, 0.9), 4, 8, 6,
            List.of(new BandwidthRatio(384), new BandwidthRatio(768)), -5, 20, 0.15, 0.05, 0.1, 0.1, 0.5, new BandwidthConfig.Network(8, 1, 16, 1), 3);

    @TempDir
    private Path folder;
    private static Compute compute;
    private static final List<Latent> LATENTS = new ArrayList<>();

    @BeforeAll
    static void build() {
        compute = Compute.open("cpu");
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 6; i++) {
            LatentShape shape = new LatentShape(2, 12, 12);
            float[] values = new float[shape.size()];
            double phase = random.nextDouble(6);
            for (int k = 0; k < values.length; k++) {
                // Two waves whose product the linear transform cannot know: something to learn.
                double x = k % 12 + phase;
                double y = k / 12 % 12 - phase;
                values[k] = (float) (k < shape.plane() ? 1.4 * Math.sin(0.5 * x) : 2 * Math.sin(0.5 * x) * Math.sin(0.4 * y));
            }
            LATENTS.add(new Latent(shape, values));
        }
    }

    @AfterAll
    static void close() {
        compute.close();
    }

    private static Trainer<BandwidthBatch> trainer() {
        BandwidthProblem problem = new BandwidthProblem(CONFIG, FORMAT, LATENTS, LATENTS, "data", Optional.empty(), compute.manager());
        return new Trainer<>(problem, CONFIG.optimisation(), compute.manager());
    }

    private static void run(Trainer<BandwidthBatch> trainer, int steps) {
        for (int i = 0; i < steps; i++) {
            trainer.step(trainer.problem().draw(trainer.step()));
        }
    }

    /** An untrained U-Net changes nothing: what it leaves is the up-sampler's own error, and counts by its weight. */
    @Test
    void theErrorBehindTheDenoiserCountsBeside() {
        UNet.Config sizes = new UNet.Config(2, 8, 8, 1);
        Parameters untrained = Parameters.initialised(compute.manager(), 4);
        new UNet(untrained, sizes);
        FrozenDenoiser denoiser = new FrozenDenoiser(new UNet(Parameters.stored(compute.manager(), untrained.store(), "untrained"), sizes), FORMAT);
        BandwidthProblem alone = new BandwidthProblem(CONFIG, FORMAT, LATENTS, LATENTS, "data", Optional.empty(), compute.manager());
        BandwidthProblem behind = new BandwidthProblem(CONFIG, FORMAT, LATENTS, LATENTS, "data", Optional.of(denoiser), compute.manager());
        try (NDManager scope = compute.manager().newSubManager()) {
            List<NDArray> without = alone.loss(alone.draw(1), scope);
            List<NDArray> with = behind.loss(behind.draw(1), scope);
            assertThat(with).hasSameSizeAs(behind.lossParts());
            assertThat(with.get(1).getFloat()).isEqualTo(without.get(1).getFloat());
            assertThat(with.get(2).getFloat()).isCloseTo(with.get(1).getFloat(), within(1e-5f));
            assertThat(with.get(0).getFloat()).isCloseTo(without.get(0).getFloat() + 0.5f * with.get(2).getFloat(), within(1e-5f));
        }
    }

    /** The gradient passes through the denoiser: one that adds to all that it is given makes an up-sampler that leans against it. */
    @Test
    void theUpSamplerLearnsThroughTheDenoiser() {
        UNet.Config sizes = new UNet.Config(2, 8, 8, 1);
        Parameters untrained = Parameters.initialised(compute.manager(), 4);
        new UNet(untrained, sizes);
        Map<String, StoredTensor> weights = untrained.store();
        float[] bias = new float[2];
        Arrays.fill(bias, 1.5f);
        weights.put("out.bias", new StoredTensor(new long[] {2}, bias));
        FrozenDenoiser denoiser = new FrozenDenoiser(new UNet(Parameters.stored(compute.manager(), weights, "biased"), sizes), FORMAT);
        BandwidthProblem problem = new BandwidthProblem(CONFIG, FORMAT, LATENTS, LATENTS, "data", Optional.of(denoiser), compute.manager());
        try (Trainer<BandwidthBatch> trainer = new Trainer<>(problem, CONFIG.optimisation(), compute.manager())) {
            double before = trainer.validate("validation_384_10db").losses().get("denoised_log_error");
            run(trainer, 60);
            // The bias lifts every element by 1.5 deviations: nothing to be had but by an up-sampler that leans against it.
            assertThat(trainer.validate("validation_384_10db").losses().get("denoised_log_error")).isLessThan(before - 0.2);
        }
    }

    /** Numbers that DJL's arithmetic takes must outlive the gradient. */
    @Test
    void theGradientReadsNothingThatJavaCollected() {
        CollectedMemory.assertUnread(trainer().problem(), compute.manager());
    }

    @Test
    void learnsMoreThanTheLinearEstimateKnows() {
        try (Trainer<BandwidthBatch> trainer = trainer()) {
            double linear = error(trainer);
            run(trainer, 150);
                // Natural log: at least 0.4 dB; 0.7 were seen.
            assertThat(error(trainer)).isLessThan(linear - 0.1);
        }
    }

    private static double error(Trainer<BandwidthBatch> trainer) {
        return trainer.validate("validation_384_10db").losses().get("log_error");
    }

    @Test
    void goesOnExactlyWhereItWas() {
        Map<String, StoredTensor> straight;
        try (Trainer<BandwidthBatch> trainer = trainer()) {
            run(trainer, 3);
            trainer.save(folder.resolve("checkpoint"));
            run(trainer, 2);
            straight = trainer.averages();
        }
        try (Trainer<BandwidthBatch> trainer = trainer()) {
            trainer.resume(folder.resolve("checkpoint"));
            run(trainer, 2);
            trainer.averages().forEach((name, tensor) -> assertThat(tensor.values()).as(name).isEqualTo(straight.get(name).values()));
        }
    }

    @Test
    void whatIsSavedIsAModule() {
        try (Trainer<BandwidthBatch> trainer = trainer()) {
            run(trainer, 2);
            Map<String, StoredTensor> weights = ((BandwidthProblem) trainer.problem()).weights(trainer);
            try (BandwidthModule module = new BandwidthModule(compute, weights, BandwidthProblem.sizes(CONFIG, FORMAT), "test", FORMAT,
                    CONFIG.ratios())) {
                Latent code = module.compress(LATENTS.get(0), new BandwidthRatio(768));
                assertThat(code.shape()).isEqualTo(new LatentShape(2, 6, 6));
                assertThat(module.format(new BandwidthRatio(384)).orElseThrow().channels()).isEqualTo(4);
            }
        }
    }

    @Test
    void cropsKnowTheirShareOfThePicturesPower() {
        float[] analysis = new float[4 * 8];
        for (int k = 0; k < 4; k++) {
            analysis[k * 8 + k] = 1;
        }
        float[] values = new float[2 * 4 * 4];
        Arrays.fill(values, 0, 8, 3);
        Latent half = new Latent(new LatentShape(2, 4, 4), values);
        CodePower power = new CodePower(List.of(half), analysis, new float[4], 4, 8, new int[] {4, 2});
        assertThat(power.whole(0, 0)).isCloseTo(4.5f, within(1e-6f));
        assertThat(power.crop(0, new float[] {3, 3, 3, 3, 0, 0, 0, 0}, 0, 2)).isCloseTo(9, within(1e-6f));
    }
}
