// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * errors in units of the posterior deviation under the white prior, weighed by the channels' scales.
 */
final class ConsistencyProblem implements Problem<DenoiserBatch> {

    /** Below this error, in posterior deviations, the distance is quadratic. */
    private static final float HUBER = 0.03f;

    private final ConsistencyConfig config;
    private final LatentBatches batches;
    private final String data;
    private final UNet teacher;
    private final UNet target;
    private final UNet student;
    private final Map<String, NDArray> targetWeights;
    private final Map<String, NDArray> studentWeights;

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
        batches = new LatentBatches(format, latents, validation, config.batch(), config.crop(), config.fading(), config.erasures(), config.seed());
        this.data = data;
        teacher = new UNet(Parameters.stored(manager, denoiser, "teacher"), sizes);
        Parameters targets = Parameters.stored(manager, denoiser, "teacher");
        target = new UNet(targets, sizes);
        targetWeights = targets.arrays();
        Parameters students = Parameters.stored(manager, denoiser, "teacher");
        student = new UNet(students, sizes);
        studentWeights = students.arrays();
    }

    @Override
    public DenoiserBatch draw(long step) {
        return batches.draw("consistency batch", step, random -> Snr.fromDb(random.nextDouble(config.minSnrDb(), config.maxSnrDb())));
    }

    @Override
    public List<String> heldOut() {
        return batches.heldOut();
    }

    @Override
    public DenoiserBatch drawHeldOut(String set, int i) {
        return batches.drawHeldOut(set, i);
    }

    @Override
    public int heldOutBatches() {
        return LatentBatches.HELD_OUT;
    }

    @Override
    public List<NDArray> shown(NDManager scope) {
        return batches.shown(student, scope);
    }

    @Override
    public List<String> lossParts() {
        return List.of("distance");
    }

    @Override
    public List<NDArray> loss(DenoiserBatch batch, NDManager scope) {
        DenoiserBatch.Arrays arrays = batch.arrays(scope);
        NDArray aim = aim(batch, arrays, scope);
        NDArray error = student.apply(arrays.shrunk(), arrays.deviation(), arrays.told()).sub(aim);
        NDArray ratio = batches.relative(error, arrays.deviation(), scope);
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
