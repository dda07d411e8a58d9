// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.PixelCodec;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.codec.djscc.DjsccNetwork;
import org.semlink.common.Snr;

/** Small networks on drawn pictures of one crop's size. */
@Tag("training")
class DjsccProblemTest {

    private static final BandwidthRatio WIDE = new BandwidthRatio(48);
    private static final DjsccConfig CONFIG = new DjsccConfig(new Optimisation(120, 4e-3, 10, 1, 0.9), 8, 32, 1, List.of(WIDE, new BandwidthRatio(96)),
            -5, 20, 0.1, 0.1, new DjsccNetwork.Config(8, 12, 24, 1, 1), 3);

    /**
     * More than one dB is gained, and what was learned holds on the line: the mean PSNR at 0 dB behind the symbol mapper is the training's own. Noise that is
     * 3 dB off, counted per real instead of per complex symbol, would move it by {@code slip}.
     */
    @Test
    void learnsAndTheLineDeliversWhatTrainingSaw() {
        try (Compute compute = Compute.open("cpu"); Trainer<DjsccBatch> trainer = trainer(compute, CONFIG)) {
            double before = psnr(trainer, "validation_48_0db");
            run(trainer, 120);
            double after = psnr(trainer, "validation_48_0db");
            assertThat(after).isGreaterThan(before + 1.2);
            try (DjsccModule module = new DjsccModule(compute, trainer.averages(), CONFIG.sizes(), "test", CONFIG.ratios())) {
                double line = line(module, 0);
                double slip = line(module, 3) - line;
                assertThat(slip).isGreaterThan(0.6);
                assertThat(line).isCloseTo(after, within(slip / 2));
            }
        }
    }

    @Test
    void goesOnExactlyWhereItWas(@TempDir Path folder) {
        Map<String, StoredTensor> straight;
        try (Compute compute = Compute.open("cpu"); Trainer<DjsccBatch> trainer = trainer(compute, CONFIG)) {
            run(trainer, 3);
            trainer.save(folder.resolve("checkpoint"));
            run(trainer, 5);
            straight = trainer.averages();
        }
        try (Compute compute = Compute.open("cpu"); Trainer<DjsccBatch> trainer = trainer(compute, CONFIG)) {
            trainer.resume(folder.resolve("checkpoint"));
            run(trainer, 5);
            trainer.averages().forEach((name, tensor) -> assertThat(tensor.values()).as(name).isEqualTo(straight.get(name).values()));
        }
    }

    /** A photo's crops go at one ratio over links of their own. */
    @Test
    void cropsOfAPhotoShareItsRatioAndNotItsNoise() {
        DjsccConfig config = new DjsccConfig(CONFIG.optimisation(), 8, 32, 4, CONFIG.ratios(), -5, 20, 0, 0, CONFIG.sizes(), 3);
        boolean differ = false;
        for (int step = 0; step < 20; step++) {
            DjsccBatch batch = DjsccBatch.of(photos(), config, new SplittableRandom(step), new CodeLink.Draw(2, -5, 20, 0, 0)::draw);
            for (int b = 0; b < 8; b++) {
                float[] first = Arrays.copyOfRange(batch.sent, b / 4 * 4 * 8, b / 4 * 4 * 8 + 8);
                assertThat(Arrays.copyOfRange(batch.sent, b * 8, b * 8 + 8)).isEqualTo(first);
            }
            differ |= batch.sent[7] != batch.sent[4 * 8 + 7];
            assertThat(batch.noise[0]).isNotEqualTo(batch.noise[batch.noise.length / 8]);
        }
        assertThat(differ).isTrue();
    }

    /** Numbers that DJL's arithmetic takes must outlive the gradient. */
    @Test
    void theGradientReadsNothingThatJavaCollected() {
        try (Compute compute = Compute.open("cpu")) {
            CollectedMemory.assertUnread(trainer(compute, CONFIG).problem(), compute.manager());
        }
    }

    private static Trainer<DjsccBatch> trainer(Compute compute, DjsccConfig config) {
        return new Trainer<>(new DjsccProblem(config, photos(), photos().subList(0, 1), compute.manager()), config.optimisation(), compute.manager());
    }

    private static void run(Trainer<DjsccBatch> trainer, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.prepare(trainer.step()).join());
        }
    }

    private static double psnr(Trainer<DjsccBatch> trainer, String set) {
        return -10 / Math.log(10) * trainer.validate(set).losses().get("log_error");
    }

    /** Mean PSNR of the photo that is validated on, in all its symmetries. */
    private static double line(DjsccModule module, double db) {
        double sum = 0;
        SplittableRandom random = new SplittableRandom(8);
        for (int k = 0; k < 64; k++) {
            Picture picture = photos().get(0).part(0, 0, 32, 32, k % 8);
            Latent latent = new PixelCodec().encode(picture);
            SymbolMapper mapper = new SymbolMapper(module.format(WIDE).orElseThrow());
            MappedLatent mapped = mapper.map(module.compress(latent, WIDE), 3);
            float[] symbols = mapped.symbols().clone();
            float[] variance = new float[symbols.length / 2];
            Arrays.fill(variance, (float) Snr.noiseVariance(Snr.fromDb(db)));
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] += (float) (Math.sqrt(variance[0] / 2) * random.nextGaussian());
            }
            NoisyLatent noisy = mapper.unmap(symbols, variance, mapped.mapping(), Snr.fromDb(db));
            float[] received = module.expand(noisy, latent.shape(), WIDE).observed().values();
            double error = 0;
            for (int i = 0; i < received.length; i++) {
                error += (received[i] - latent.values()[i]) * (received[i] - latent.values()[i]) / received.length;
            }
            // Latents are pixels in units of a quarter; not clamped, as in training.
            sum += -10 * Math.log10(error / 16) / 64;
        }
        return sum;
    }

    /** Waves and edges with some colour. */
    private static List<Photo> photos() {
        List<Photo> photos = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            float[] samples = new float[3 * 32 * 32];
            for (int i = 0; i < samples.length; i++) {
                int c = i / 1024;
                int y = i / 32 % 32;
                int x = i % 32;
                samples[i] = (float) (0.5 + 0.3 * Math.sin(0.2 * x + 0.1 * (k + 1) * y + c) + (x > 10 + 5 * k ? 0.15 : -0.15));
            }
            photos.add(new Photo(new Picture(32, 32, samples)));
        }
        return photos;
    }
}
