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
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SemlinkException;

/**
 * Steps a {@link Problem} with Adam, a cosine learning rate and averaged weights.
 *
 * <p>Exactly resumable: a checkpoint holds weights, optimiser state, averages and the step number, and everything random is a function of
 * seed and step. Used by one thread; the next batch is drawn on another while a step runs. Owns its native arrays, not the problem's.
 *
 * @param <B> the problem's batches
 */
public final class Trainer<B> implements AutoCloseable {

    private static final String STATE = "state/";

    private final Problem<B> problem;
    private final Optimisation optimisation;
    private final NDManager manager;
    private final Adam adam;
    private long step;

    /** @param parent manager of the problem's arrays */
    Trainer(Problem<B> problem, Optimisation optimisation, NDManager parent) {
        this.problem = problem;
        this.optimisation = optimisation;
        manager = parent.newSubManager();
        adam = new Adam(manager, problem.trained());
        problem.trained().values().forEach(array -> array.setRequiresGradient(true));
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    int steps() {
        return optimisation.steps();
    }

    int patience() {
        return optimisation.patience();
    }

    Problem<B> problem() {
        return problem;
    }

    /** Runs one step; {@code prepared} is its batch. */
    StepReport step(B prepared) {
        Map<String, Double> losses = gradient(prepared);
        double norm = adam.gradientNorm();
        double total = losses.values().iterator().next();
        if (!Double.isFinite(norm) || !Double.isFinite(total)) {
            throw SemlinkException.failed("training diverged at step %d (loss %s, gradient norm %s); start afresh in another --out with a lower --learning-rate",
                    step, total, norm);
        }
        double rate = optimisation.learningRateAt(step);
        adam.update(step, rate, Math.min(1, optimisation.clipNorm() / (norm + 1e-12)), optimisation.averaging());
        problem.moved();
        return new StepReport(++step, losses, norm, rate);
    }

    private Map<String, Double> gradient(B prepared) {
        return Scope.call(manager, scope -> {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                List<NDArray> parts = problem.loss(prepared, scope);
                collector.backward(parts.get(0));
                return values(parts);
            }
        });
    }

    /** Mean losses of the averaged weights over a held-out set; the set's random draws are always the same. */
    StepReport validate(String set) {
        Map<String, Double> means = new LinkedHashMap<>();
        int batches = problem.heldOutBatches();
        return adam.withAverages(() -> {
            for (int i = 0; i < batches; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    values(problem.loss(problem.drawHeldOut(set, i), scope)).forEach((part, value) -> means.merge(part, value / batches, Double::sum));
                }
            }
            return new StepReport(step, means, 0, 0);
        });
    }

    /** Hands what the averaged weights make of held-out crops to {@code pictures}. */
    void show(ValidationPictures pictures) {
        adam.withAverages(() -> {
            try (NDManager scope = manager.newSubManager()) {
                pictures.write(step, problem.shown(scope));
            }
            return null;
        });
    }

    private Map<String, Double> values(List<NDArray> parts) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            values.put(problem.lossParts().get(i), (double) parts.get(i).getFloat());
        }
        return values;
    }

    /** Draws the batch of a step on another thread. */
    CompletableFuture<B> prepare(long ofStep) {
        return CompletableFuture.supplyAsync(() -> problem.draw(ofStep));
    }

    /** Native arrays held between steps, for a leak test. */
    int heldArrays() {
        return manager.getManagedArrays().size();
    }

    /** The averaged weights by name. */
    Map<String, StoredTensor> averages() {
        Map<String, StoredTensor> averages = new LinkedHashMap<>();
        adam.averages().forEach((name, array) -> averages.put(name, new StoredTensor(array.getShape().getShape(), array.toFloatArray())));
        return averages;
    }

    /** Writes everything needed to go on from here. */
    void save(Path file) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        adam.save(tensors);
        problem.state().forEach((name, array) -> tensors.put(STATE + name, new StoredTensor(array.getShape().getShape(), array.toFloatArray())));
        new Checkpoint(step, problem.options(), problem.data(), tensors).write(file);
    }

    /** Goes on from {@code file} if it exists. */
    void resume(Path file) {
        if (Files.exists(file)) {
            Checkpoint checkpoint = Checkpoint.read(file, problem.options(), problem.data());
            adam.load(checkpoint);
            problem.state().forEach((name, array) -> array.set(checkpoint.tensor(STATE + name, array.getShape().getShape()).values()));
            step = checkpoint.step();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
