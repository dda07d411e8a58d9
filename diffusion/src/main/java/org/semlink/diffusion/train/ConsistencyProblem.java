// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.TimeEmbedding;
import org.semlink.diffusion.network.UNet;

/**
 * Consistency distillation (Song et al. 2023, Algorithm 2): the student says of any point on a trajectory of the probability-flow ODE where it ends.
 *
 * <p>A crop is received at a link SNR; the teacher climbs one level with a step of Heun, {@link TeacherStep}; the student's word at the noisier level is drawn to
 * what the target network, a moving average of it, says at the cleaner one. Above the last level the trajectory ends at the teacher's own
 * word. All elements climb together, each from its own noise. {@code distance} is the pseudo-Huber distance (Song and Dhariwal 2024, eq. 12) per crop of
 * errors in units of the posterior deviation under the white prior, weighed as the picture feels them.
 */
final class ConsistencyProblem implements Problem<DenoiserBatch> {

    private static final int HELD_OUT_BATCHES = 2;
    private static final String HELD_OUT = "validation_";
    private static final List<Integer> HELD_OUT_SNRS_DB = List.of(-5, 0, 5, 10, 15, 20);
    /** Below this error, in posterior deviations, the distance is quadratic. */
    private static final float HUBER = 0.03f;

    private final ConsistencyConfig config;
    private final LatentFormat format;
    private final List<Latent> latents;
    private final List<Latent> validation;
    private final String data;
    private final UNet teacher;
    private final UNet target;
    private final UNet student;
    private final Map<String, NDArray> targetWeights;
    private final Map<String, NDArray> studentWeights;
    private final float[] weights;

    /**
     * @param latents    standardised, none smaller than a crop
     * @param validation likewise; may be empty
     * @param data       checksum of photos and codec
     * @param sizes      of teacher and student
     * @param denoiser   the teacher's weights, with which the student starts
     * @param manager    owns the networks' arrays
     */
    ConsistencyProblem(ConsistencyConfig config, LatentFormat format, List<Latent> latents, List<Latent> validation, String data, UNet.Config sizes,
            Map<String, StoredTensor> denoiser, NDManager manager) {
        this.config = config;
        this.format = format;
        this.latents = latents;
        this.validation = validation;
        this.data = data;
        teacher = new UNet(Parameters.stored(manager, denoiser, "teacher"), sizes);
        Parameters targets = Parameters.stored(manager, denoiser, "teacher");
        target = new UNet(targets, sizes);
        targetWeights = targets.arrays();
        Parameters students = Parameters.stored(manager, denoiser, "teacher");
        student = new UNet(students, sizes);
        studentWeights = students.arrays();
        weights = new float[format.channels()];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = format.scale(c) * format.scale(c);
        }
    }

    @Override
    public DenoiserBatch draw(long step) {
        return draw(latents, new SplittableRandom(Seeds.child(config.seed(), "consistency batch", step)), this::link);
    }

    private DenoiserBatch.Link link(SplittableRandom random) {
        double snr = Snr.fromDb(random.nextDouble(config.minSnrDb(), config.maxSnrDb()));
        double kind = random.nextDouble();
        double erased = kind > 1 - config.erasures() ? random.nextDouble(0.7) : 0;
        return new DenoiserBatch.Link(snr, kind < config.fading(), erased);
    }

    private DenoiserBatch draw(List<Latent> from, SplittableRandom random, Function<SplittableRandom, DenoiserBatch.Link> links) {
        return DenoiserBatch.of(from, format, config.batch(), config.crop(), random, links);
    }

    @Override
    public List<String> heldOut() {
        return validation.isEmpty() ? List.of() : HELD_OUT_SNRS_DB.stream().map(db -> HELD_OUT + db + "db").toList();
    }

    @Override
    public DenoiserBatch drawHeldOut(String set, int i) {
        double snr = Snr.fromDb(HELD_OUT_SNRS_DB.get(heldOut().indexOf(set)));
        return draw(validation, new SplittableRandom(Seeds.child(config.seed(), set, i)), random -> new DenoiserBatch.Link(snr, false, 0));
    }

    @Override
    public int heldOutBatches() {
        return HELD_OUT_BATCHES;
    }

    /** At 0 and 10 dB: as sent, after linear shrinkage, and as the network has it. */
    @Override
    public List<NDArray> shown(NDManager scope) {
        List<NDArray> rows = new ArrayList<>();
        for (String set : heldOut()) {
            if (set.endsWith("_0db") || set.endsWith("_10db")) {
                DenoiserBatch.Arrays batch = drawHeldOut(set, 0).arrays(scope);
                rows.addAll(List.of(batch.clean(), batch.shrunk(), student.apply(batch.shrunk(), batch.deviation(), batch.told())));
            }
        }
        return rows;
    }

    @Override
    public List<String> lossParts() {
        return List.of("distance");
    }

    @Override
    public List<NDArray> loss(DenoiserBatch batch, NDManager scope) {
        DenoiserBatch.Arrays arrays = batch.arrays(scope);
        NDArray aim = aim(batch, arrays, scope);
        NDArray weight = scope.create(weights, new Shape(1, format.channels(), 1, 1));
        NDArray error = student.apply(arrays.shrunk(), arrays.deviation(), arrays.told()).sub(aim).square();
        NDArray ratio = perCrop(error.mul(weight)).div(perCrop(arrays.deviation().square().mul(weight)));
        return List.of(ratio.add(HUBER * HUBER).sqrt().sub(HUBER).mean());
    }

    /** What the student is to say of each crop. */
    private NDArray aim(DenoiserBatch batch, DenoiserBatch.Arrays arrays, NDManager scope) {
        float[] ratio = new float[config.batch()];
        float[] ends = new float[config.batch()];
        float[] time = new float[batch.time.length];
        for (int b = 0; b < ratio.length; b++) {
            double next = batch.snr[b] * Snr.fromDb(config.stepDb());
            ends[b] = Snr.toDb(next) > config.maxSnrDb() ? 1 : 0;
            ratio[b] = (float) (batch.snr[b] / next);
            TimeEmbedding.write(next, time, b * TimeEmbedding.SIZE);
        }
        Shape perCrop = new Shape(config.batch(), 1, 1, 1);
        TeacherStep step = new TeacherStep(teacher, arrays.shrunk(), arrays.deviation(), arrays.told(), scope.create(ratio, perCrop),
                scope.create(time, arrays.told().getShape()));
        NDArray end = scope.create(ends, perCrop);
        NDArray further = target.apply(step.shrunk(), step.deviation(), step.told());
        return further.add(end.mul(step.word().sub(further)));
    }

    /** Mean over everything but the batch, [b]. */
    private NDArray perCrop(NDArray x) {
        return x.reshape(config.batch(), -1).mean(new int[] {1});
    }

    @Override
    public Map<String, NDArray> trained() {
        return studentWeights;
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        targetWeights.forEach((name, array) -> state.put("target/" + name, array));
        return state;
    }

    @Override
    public void moved() {
        float keep = (float) config.targetAveraging();
        targetWeights.forEach((name, average) -> {
            try (NDArray part = studentWeights.get(name).mul(1 - keep)) {
                average.muli(keep).addi(part);
            }
        });
    }

    @Override
    public String options() {
        return config.identity();
    }

    @Override
    public String data() {
        return data;
    }
}
