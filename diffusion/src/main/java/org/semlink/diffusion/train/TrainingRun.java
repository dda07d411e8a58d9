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
 * A whole training: goes on from the last checkpoint if there is one, steps, validates, logs and saves.
 *
 * <p>Under the output folder: {@code checkpoint.safetensors} (rewritten now and then, whole or not at all), {@code training.csv} and {@link ValidationPictures}.
 */
public final class TrainingRun {

    private static final int VALIDATE_EVERY = 250;
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
     * @param patience   see {@link Optimisation}
     */
    public record Request(List<Path> images, List<Path> validation, Path out, TrainingConfig config, String device, int patience) {
    }

    /** Hears how the run goes on; called on the training thread. */
    public interface Listener {

        void skipped(Path file, String reason);

        /** {@code done} of {@code total} latents are there; for trainings that encode beforehand. */
        default void encoded(int done, int total) {
        }

        void started(int photos, int validationPhotos, long fromStep, String device);

        void stepped(StepReport report);

        /** @param set which held-out set, as the log calls it */
        void validated(String set, StepReport report);

        /** The run ends at {@code step}: none of the last {@code patience} validations was better than the best before. */
        default void endedEarly(long step, int patience) {
        }
    }

    /** Refuses an output folder that cannot be written before an hour is spent. */
    static void requireWritable(Path out) {
        Path existing = out.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw SemlinkException.environment("cannot write to --out %s (%s is no folder that can be written); choose another", out, existing);
        }
    }

    /** Photos under some folders; no folders, no photos. */
    static List<Photo> photos(List<Path> folders, int crop, Listener listener) {
        return folders.isEmpty() ? List.of() : PhotoSet.read(folders, crop, listener::skipped);
    }

    /**
     * Trains VAE and denoiser together until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     * @return the trained weights, also when stopped early
     */
    public static TrainedWeights run(Request request, Listener listener, BooleanSupplier goOn) {
        TrainingConfig config = request.config();
        requireWritable(request.out());
        List<Photo> photos = PhotoSet.read(request.images(), config.crop(), listener::skipped);
        List<Photo> validation = photos(request.validation(), config.crop(), listener);
        try (Compute compute = Compute.open(request.device())) {
            JointProblem problem = new JointProblem(config, JointProblem.Sizes.of(config.channels()), photos, validation, compute.manager());
            try (Trainer<Batch> trainer = new Trainer<>(problem, config.optimisation().ending(request.patience()), compute.manager())) {
                trainer.resume(checkpoint(request.out()));
                listener.started(photos.size(), validation.size(), trainer.step(), compute.device());
                return problem.weights(trainer, toTheEnd(trainer, request.out(), ValidationPictures.ofPixels(request.out()), listener, goOn));
            }
        }
    }

    static Path checkpoint(Path out) {
        return out.resolve("checkpoint.safetensors");
    }

    /**
     * Steps until done or told to stop; either way state and log are saved.
     *
     * @param pictures made at every validation
     * @return whether it is done
     */
    static <B> boolean toTheEnd(Trainer<B> trainer, Path out, ValidationPictures pictures, Listener listener, BooleanSupplier goOn) {
        boolean impatient = trainer.patience() > 0;
        Optimisation.require(!impatient || !trainer.problem().heldOut().isEmpty(), "patience", "0 without pictures to validate on", trainer.patience());
        TrainingLog log = TrainingLog.continuing(out.resolve("training.csv"), trainer.problem().lossParts(), trainer.step());
        long saved = System.nanoTime();
        // A function of the log, so that a run that goes on ends where an undisturbed one does.
        boolean ended = impatient && isExhausted(log.validations(), trainer.patience());
        CompletableFuture<B> next = trainer.prepare(trainer.step());
        while (trainer.step() < trainer.steps() && !ended && goOn.getAsBoolean()) {
            B batch = next.join();
            next = trainer.prepare(trainer.step() + 1);
            StepReport report = trainer.step(batch);
            listener.stepped(report);
            log.add(TrainingLog.TRAIN, report);
            boolean last = trainer.step() == trainer.steps();
            if (last || trainer.step() % VALIDATE_EVERY == 0) {
                for (String set : trainer.problem().heldOut()) {
                    StepReport validated = trainer.validate(set);
                    listener.validated(set, validated);
                    log.add(set, validated);
                }
                trainer.show(pictures);
                ended = impatient && isExhausted(log.validations(), trainer.patience());
            }
            if (System.nanoTime() - saved > SAVE_EVERY_NS) {
                save(trainer, log, out);
                saved = System.nanoTime();
            }
        }
        save(trainer, log, out);
        if (ended) {
            listener.endedEarly(trainer.step(), trainer.patience());
        }
        return ended || trainer.step() >= trainer.steps();
    }

    /** The log first: lines of steps behind the checkpoint are dropped when the run goes on, missing ones would never come back. */
    private static void save(Trainer<?> trainer, TrainingLog log, Path out) {
        log.write();
        trainer.save(checkpoint(out));
    }

    /** Whether none of the last {@code patience} validations is below all before. */
    static boolean isExhausted(List<Double> validations, int patience) {
        int best = 0;
        for (int i = 1; i < validations.size(); i++) {
            best = validations.get(i) < validations.get(best) ? i : best;
        }
        return validations.size() - 1 - best >= patience;
    }
}
