// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;

/** The training of a DeepJSCC auto-encoder, by {@link TrainingRun}'s loop. */
public final class DjsccRun {

    private DjsccRun() {
    }

    /** What to train on and where; see {@link TrainingRun.Request}. */
    public record Request(List<Path> images, List<Path> validation, Path out, DjsccConfig config, String device) {
    }

    /** What a run ends with: averaged weights. */
    public record Result(boolean done, long steps, int photos, Map<String, StoredTensor> weights) {
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     */
    public static Result run(Request request, TrainingRun.Listener listener, BooleanSupplier goOn) {
        DjsccConfig config = request.config();
        TrainingRun.requireWritable(request.out());
        List<Photo> photos = PhotoSet.read(request.images(), config.crop(), listener::skipped);
        List<Photo> validation = TrainingRun.photos(request.validation(), config.crop(), listener);
        try (Compute compute = Compute.open(request.device())) {
            DjsccProblem problem = new DjsccProblem(config, photos, validation, compute.manager());
            try (Trainer<DjsccBatch> trainer = new Trainer<>(problem, config.optimisation(), compute.manager())) {
                trainer.resume(TrainingRun.checkpoint(request.out()));
                listener.started(photos.size(), validation.size(), trainer.step(), compute.device());
                boolean done = TrainingRun.toTheEnd(trainer, request.out(), ValidationPictures.ofPixels(request.out()), listener, goOn);
                return new Result(done, trainer.step(), photos.size(), trainer.averages());
            }
        }
    }
}
