// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.network.UNet;

/**
 * Trains VAE and denoiser together through the noisy link.
 *
 * <p>Exactly resumable: a checkpoint holds weights, optimiser state, averages and the step number, and everything random is a function of
 * seed and step. Used by one thread; the next batch is drawn on another while a step runs.
 */
public final class Trainer implements AutoCloseable {

    private static final String TRANSFORM = "klt.";

    private final TrainingConfig config;
    private final List<Photo> photos;
    private final String pictures;
    private final NDManager manager;
    private final JointObjective objective;
    private final Parameters vaeParameters;
    private final Parameters denoiserParameters;
    private final Adam adam;
    private long step;

    /** Progress of one step, for logs: losses are natural logs or ratios as {@link JointObjective} defines them. */
    public record StepReport(long step, double total, double logError, double latent, double kl, double gradientNorm, double learningRate) {
    }

    /** Sizes of the two networks. */
    record Sizes(VaeNetwork.Config vae, UNet.Config denoiser) {
        static final Sizes DEFAULT = new Sizes(VaeNetwork.Config.DEFAULT, UNet.Config.DEFAULT);
    }

    Trainer(TrainingConfig config, Sizes sizes, List<Photo> photos, Compute compute) {
        this.config = config;
        this.photos = photos;
        pictures = Photo.checksum(photos);
        manager = compute.manager().newSubManager();
        vaeParameters = Parameters.initialised(manager, Seeds.child(config.seed(), "vae"));
        denoiserParameters = Parameters.initialised(manager, Seeds.child(config.seed(), "denoiser"));
        BlockTransform.Start klt = KltFit.of(photos, Seeds.child(config.seed(), "klt"));
        VaeNetwork vae = new VaeNetwork(manager, vaeParameters, sizes.vae, klt);
        UNet denoiser = new UNet(denoiserParameters, sizes.denoiser);
        objective = new JointObjective(config, vae, denoiser);
        Map<String, NDArray> trained = new LinkedHashMap<>();
        vaeParameters.arrays().forEach((name, array) -> {
            if (!name.startsWith(TRANSFORM)) {
                trained.put("vae." + name, array);
            }
        });
        denoiserParameters.arrays().forEach((name, array) -> trained.put("denoiser." + name, array));
        adam = new Adam(manager, trained);
        trained.values().forEach(array -> array.setRequiresGradient(true));
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    /** Runs one step; {@code prepared} is its batch. */
    StepReport step(Batch prepared) {
        double[] values = new double[4];
        try (NDManager scope = manager.newSubManager()) {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                JointObjective.Loss loss = objective.of(prepared, scope);
                collector.backward(loss.total());
                NDArray[] parts = {loss.total(), loss.logError(), loss.latent(), loss.kl()};
                for (int i = 0; i < values.length; i++) {
                    values[i] = parts[i].getFloat();
                }
            }
        }
        double norm = adam.gradientNorm();
        if (!Double.isFinite(norm) || !Double.isFinite(values[0])) {
            throw SemlinkException.failed("training diverged at step %d (loss %s, gradient norm %s); start afresh in another --out with a lower --learning-rate",
                    step, values[0], norm);
        }
        double rate = config.learningRateAt(step);
        adam.update(step, rate, Math.min(1, config.clipNorm() / (norm + 1e-12)), config.averaging());
        return new StepReport(++step, values[0], values[1], values[2], values[3], norm, rate);
    }

    /** Mean losses over {@code batches} of other photos: log error, latent ratio; their random draws are always the same. */
    StepReport validate(List<Photo> validation, int batches) {
        double[] sums = new double[4];
        for (int i = 1; i <= batches; i++) {
            try (NDManager scope = manager.newSubManager()) {
                JointObjective.Loss loss = objective.of(Batch.of(validation, config, -i), scope);
                NDArray[] parts = {loss.total(), loss.logError(), loss.latent(), loss.kl()};
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += parts[k].getFloat() / batches;
                }
            }
        }
        return new StepReport(step, sums[0], sums[1], sums[2], sums[3], 0, 0);
    }

    /** Draws the batch of a step on another thread. */
    CompletableFuture<Batch> prepare(long ofStep) {
        return CompletableFuture.supplyAsync(() -> Batch.of(photos, config, ofStep));
    }

    /** Native arrays held between steps, for a leak test. */
    int heldArrays() {
        return manager.getManagedArrays().size();
    }

    /** The averaged weights as they are saved with a model. */
    public Map<String, StoredTensor> vaeWeights() {
        return averaged("vae.", vaeParameters.store());
    }

    /** As {@link #vaeWeights} for the denoiser. */
    public Map<String, StoredTensor> denoiserWeights() {
        return averaged("denoiser.", denoiserParameters.store());
    }

    private Map<String, StoredTensor> averaged(String prefix, Map<String, StoredTensor> weights) {
        weights.replaceAll((name, tensor) -> {
            NDArray average = adam.averages().get(prefix + name);
            return average == null ? tensor : new StoredTensor(tensor.shape(), average.toFloatArray());
        });
        return weights;
    }

    /** Writes everything needed to go on from here. */
    void save(Path file) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        adam.save(tensors);
        new Checkpoint(step, config.toString(), pictures, tensors).write(file);
    }

    /** Goes on from {@code file} if it exists; the transform needs no saving, equal pictures give it again. */
    void resume(Path file) {
        if (Files.exists(file)) {
            Checkpoint checkpoint = Checkpoint.read(file, config.toString(), pictures);
            adam.load(checkpoint);
            step = checkpoint.step();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
