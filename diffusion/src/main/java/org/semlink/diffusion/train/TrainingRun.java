// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.semlink.codec.djl.Compute;
import org.semlink.common.SemlinkException;

/**
 * A whole training: reads photos, goes on from the last checkpoint if there is one, steps, validates, logs and saves.
 *
 * <p>Under the output folder: {@code checkpoint.safetensors} (rewritten now and then, whole or not at all) and {@code training.csv}.
 */
public final class TrainingRun {

    private static final int VALIDATE_EVERY = 250;
    private static final int VALIDATION_BATCHES = 12;
    private static final long SAVE_EVERY_NS = 60_000_000_000L;

    private TrainingRun() {
    }

    /**
     * What to train on and where.
     *
     * @param images     folders of training photos
     * @param validation folders of photos kept out of training; may be empty, then nothing is validated
     * @param out        folder of checkpoint and log
     * @param device     as {@link Compute#open} takes it
     */
    public record Request(List<Path> images, List<Path> validation, Path out, TrainingConfig config, String device) {
    }

    /** Hears how the run goes on; called on the training thread. */
    public interface Listener {

        void skipped(Path file, String reason);

        void started(int photos, int validationPhotos, long fromStep, String device);

        void stepped(Trainer.StepReport report);

        void validated(Trainer.StepReport report);
    }

    /** Refuses an output folder that cannot be written before an hour is spent. */
    private static void requireWritable(Path out) {
        Path existing = out.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw SemlinkException.environment("cannot write to --out %s (%s is no folder that can be written); choose another", out, existing);
        }
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     * @return the trained weights, also when stopped early
     */
    public static TrainedWeights run(Request request, Listener listener, BooleanSupplier goOn) {
        TrainingConfig config = request.config();
        requireWritable(request.out());
        List<Photo> photos = PhotoSet.read(request.images(), config.crop(), listener::skipped);
        List<Photo> validation = request.validation().isEmpty() ? List.of()
                : PhotoSet.read(request.validation(), config.crop(), listener::skipped);
        Path checkpoint = request.out().resolve("checkpoint.safetensors");
        try (Compute compute = Compute.open(request.device()); Trainer trainer = new Trainer(config, Trainer.Sizes.DEFAULT, photos, compute)) {
            trainer.resume(checkpoint);
            TrainingLog log = TrainingLog.continuing(request.out().resolve("training.csv"), trainer.step());
            listener.started(photos.size(), validation.size(), trainer.step(), compute.device());
            long saved = System.nanoTime();
            CompletableFuture<Batch> next = trainer.prepare(trainer.step());
            while (trainer.step() < config.steps() && goOn.getAsBoolean()) {
                Batch batch = next.join();
                next = trainer.prepare(trainer.step() + 1);
                Trainer.StepReport report = trainer.step(batch);
                listener.stepped(report);
                log.add("train", report);
                boolean last = trainer.step() == config.steps();
                if (!validation.isEmpty() && (last || trainer.step() % VALIDATE_EVERY == 0)) {
                    Trainer.StepReport validated = trainer.validate(validation, VALIDATION_BATCHES);
                    listener.validated(validated);
                    log.add("validation", validated);
                }
                if (System.nanoTime() - saved > SAVE_EVERY_NS) {
                    trainer.save(checkpoint);
                    log.write();
                    saved = System.nanoTime();
                }
            }
            trainer.save(checkpoint);
            log.write();
            return new TrainedWeights(trainer.step(), photos.size(), trainer.vaeWeights(), trainer.denoiserWeights());
        }
    }
}
