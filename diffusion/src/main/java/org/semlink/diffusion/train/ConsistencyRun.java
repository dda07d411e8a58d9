// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.model.FrozenCodec;

/** The distillation of a model's denoiser into a consistency student: encodes the photos once, then {@link TrainingRun}'s loop. */
public final class ConsistencyRun {

    private ConsistencyRun() {
    }

    /**
     * What to train on and where; see {@link DenoiserRun.Request}.
     *
     * @param model whose denoiser is the teacher
     */
    public record Request(List<Path> images, List<Path> validation, Path out, FrozenCodec model, ConsistencyConfig config, String device) {
    }

    /** What a run ends with: averaged weights of the student. */
    public record Result(boolean done, long steps, int photos, Map<String, StoredTensor> weights) {
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     */
    public static Result run(Request request, TrainingRun.Listener listener, BooleanSupplier goOn) {
        ConsistencyConfig config = request.config();
        FrozenCodec model = request.model();
        TrainingRun.requireWritable(request.out());
        try (Compute compute = Compute.open(request.device()); ImageCodec codec = model.open(compute)) {
            Map<String, StoredTensor> teacher = model.denoiserWeights();
            EncodedPhotos encoded = EncodedPhotos.of(model, codec, request.images(), request.validation(), request.out(), config.crop(), config.encodings(),
                    config.seed(), listener);
            ConsistencyProblem problem = new ConsistencyProblem(config, encoded.format(), model.standardised(encoded.latents()),
                    model.standardised(encoded.validation()), encoded.data() + "-" + model.modelSha256(), model.denoiserSizes(), teacher, compute.manager());
            try (Trainer<DenoiserBatch> trainer = new Trainer<>(problem, config.optimisation(), compute.manager())) {
                trainer.resume(TrainingRun.checkpoint(request.out()));
                listener.started(encoded.photos(), encoded.validationPhotos(), trainer.step(), compute.device());
                boolean done = TrainingRun.toTheEnd(trainer, request.out(),
                        ValidationPictures.ofLatents(request.out(), codec, model.statistics()), listener, goOn);
                return new Result(done, trainer.step(), encoded.photos(), trainer.averages());
            }
        }
    }
}
