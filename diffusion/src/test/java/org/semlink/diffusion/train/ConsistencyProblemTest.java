// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.network.NetworkDenoiser;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/** White Gaussian latents, whose exact denoiser is an untrained network: linear shrinkage. So the student's function is known in closed form. */
@Tag("training")
class ConsistencyProblemTest {

    private static final LatentFormat FORMAT = new LatentFormat(8, new float[] {1, 1}, new float[] {1, 1});
    private static final UNet.Config SIZES = new UNet.Config(2, 12, 8, 1);
    private static final ConsistencyConfig CONFIG = new ConsistencyConfig(new Optimisation(200, 5e-3, 20, 1, 0.95), 8, 8, 4, -10, 25, 8, 0.8, 0.2, 0.1, 1);

    private static Compute compute;
    private static Map<String, StoredTensor> teacher;

    @BeforeAll
    static void build() {
        compute = Compute.open("cpu");
        try (NDManager scope = compute.manager().newSubManager()) {
            Parameters parameters = Parameters.initialised(scope, 2);
            new UNet(parameters, SIZES);
            teacher = parameters.store();
        }
    }

    @AfterAll
    static void close() {
        compute.close();
    }

    /** Before, the student's gain is the teacher's, 1/(1 + s^2): .5 at 0 dB; the trajectory's end is at 1/sqrt(1 + s^2): .707. */
    @Test
    void theStudentOfTheGaussianDenoiserLearnsItsKnownGain() {
        try (Trainer<DenoiserBatch> trainer = trainer()) {
            assertThat(gain(trainer.averages(), 0)).isCloseTo(0.5, within(1e-3));
            run(trainer, 200);
            Map<String, StoredTensor> student = trainer.averages();
            for (double db : new double[] {-5, 0, 5, 10}) {
                double s2 = Snr.noiseVariance(Snr.fromDb(db));
                double start = 1 / (1 + s2);
                double end = 1 / Math.sqrt(1 + s2);
                // At least three quarters of the way.
                assertThat(gain(student, db)).as("%s dB, from %s to %s", db, start, end).isCloseTo(end, within((end - start) / 4));
            }
            assertThat(gain(student, 60)).as("identity at the clean end").isCloseTo(1, within(1e-3));
        }
    }

    /** Numbers that DJL's arithmetic takes must outlive the gradient. */
    @Test
    void theGradientReadsNothingThatJavaCollected() {
        CollectedMemory.assertUnread(trainer().problem(), compute.manager());
    }

    @Test
    void goesOnExactlyWhereItWasWithItsTargetNetwork(@TempDir Path folder) {
        Map<String, StoredTensor> straight;
        try (Trainer<DenoiserBatch> trainer = trainer()) {
            run(trainer, 4);
            trainer.save(folder.resolve("checkpoint"));
            run(trainer, 8);
            straight = trainer.averages();
        }
        try (Trainer<DenoiserBatch> trainer = trainer()) {
            trainer.resume(folder.resolve("checkpoint"));
            run(trainer, 8);
            trainer.averages().forEach((name, tensor) -> assertThat(tensor.values()).as(name).isEqualTo(straight.get(name).values()));
        }
    }

    /** In plain coordinates, with a teacher that does something: the step of Karras et al. (2022, Algorithm 1), and an erased element that stays one. */
    @Test
    void theTeachersStepIsHeunsInEveryElementsOwnNoise() {
        SplittableRandom random = new SplittableRandom(4);
        Map<String, StoredTensor> weights = new java.util.LinkedHashMap<>(teacher);
        weights.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.05 * random.nextGaussian());
            }
            return new StoredTensor(tensor.shape(), values);
        });
        LatentShape shape = new LatentShape(2, 2, 4);
        float[] v = new float[shape.size()];
        float[] s2 = new float[shape.size()];
        for (int i = 0; i < v.length; i++) {
            s2[i] = (float) random.nextDouble(0.2, 3);
            v[i] = (float) (random.nextGaussian() * Math.sqrt(1 + s2[i]));
        }
        v[3] = 0;
        s2[3] = Float.POSITIVE_INFINITY;
        double snr = 1.3;
        double next = 2.1;
        double ratio = snr / next;
        float[] heun = new float[v.length];
        try (NetworkDenoiser denoiser = new NetworkDenoiser(compute, weights, SIZES, "test")) {
            float[] word = denoiser.denoise(new NoisyLatent(new Latent(shape, v), s2, snr)).values();
            float[] nextS2 = new float[v.length];
            float[] euler = new float[v.length];
            for (int i = 0; i < v.length; i++) {
                nextS2[i] = (float) (s2[i] * ratio);
                euler[i] = i == 3 ? 0 : (float) (word[i] + Math.sqrt(ratio) * (v[i] - word[i]));
            }
            float[] end = denoiser.denoise(new NoisyLatent(new Latent(shape, euler), nextS2, next)).values();
            for (int i = 0; i < v.length; i++) {
                double sigma = Math.sqrt(s2[i]);
                double to = Math.sqrt(nextS2[i]);
                heun[i] = i == 3 ? 0 : (float) ((v[i] + (to - sigma) * ((v[i] - word[i]) / sigma + (euler[i] - end[i]) / to) / 2) / (1 + nextS2[i]));
            }
        }
        try (NDManager scope = compute.manager().newSubManager()) {
            UNet network = new UNet(Parameters.stored(scope, weights, "test"), SIZES);
            NoisyLatent noisy = new NoisyLatent(new Latent(shape, v), s2, snr);
            Shape batch = new Shape(1, 2, 2, 4);
            TeacherStep step = new TeacherStep(network, scope.create(noisy.posteriorMean(v.length), batch), scope.create(noisy.posteriorDeviation(v.length), batch),
                    time(scope, snr), scope.create(new float[] {(float) ratio}, new Shape(1, 1, 1, 1)), time(scope, next));
            assertThat(step.shrunk().toFloatArray()).containsExactly(heun, within(2e-5f));
            float[] deviation = step.deviation().toFloatArray();
            for (int i = 0; i < v.length; i++) {
                double expected = i == 3 ? 1 : Math.sqrt(s2[i] * ratio / (1 + s2[i] * ratio));
                assertThat((double) deviation[i]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    private static NDArray time(NDManager scope, double snr) {
        float[] time = new float[TimeEmbedding.SIZE];
        TimeEmbedding.write(snr, time, 0);
        return scope.create(time, new Shape(1, TimeEmbedding.SIZE, 1, 1));
    }

    private static Trainer<DenoiserBatch> trainer() {
        ConsistencyProblem problem = new ConsistencyProblem(CONFIG, FORMAT, latents(4, 1), latents(2, 2), "data", SIZES, teacher, compute.manager());
        return new Trainer<>(problem, CONFIG.optimisation(), compute.manager());
    }

    private static void run(Trainer<DenoiserBatch> trainer, int until) {
        while (trainer.step() < until) {
            trainer.step(trainer.prepare(trainer.step()).join());
        }
    }

    /** Regression of the student's word on what was received. */
    private static double gain(Map<String, StoredTensor> weights, double db) {
        double snr = Snr.fromDb(db);
        SplittableRandom random = new SplittableRandom(6);
        LatentShape shape = new LatentShape(2, 64, 64);
        float[] v = new float[shape.size()];
        float[] variance = new float[shape.size()];
        Arrays.fill(variance, (float) Snr.noiseVariance(snr));
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (Math.sqrt(1 + variance[i]) * random.nextGaussian());
        }
        try (Denoiser student = new NetworkDenoiser(compute, weights, SIZES, "student")) {
            float[] u = student.denoise(new NoisyLatent(new Latent(shape, v), variance, snr)).values();
            double cross = 0;
            double power = 0;
            for (int i = 0; i < v.length; i++) {
                cross += (double) u[i] * v[i];
                power += (double) v[i] * v[i];
            }
            return cross / power;
        }
    }

    private static List<Latent> latents(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Latent> latents = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            float[] values = new float[2 * 24 * 24];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            latents.add(new Latent(new LatentShape(2, 24, 24), values));
        }
        return latents;
    }
}
